"""The floors of the house, as data: imports run down only, rooms of one floor never import each other."""

import ast
import pathlib

SRC = pathlib.Path(__file__).parents[1] / "src" / "timeline"

FLOORS = {
    "__init__": 0,
    "errors": 1,
    "resources": 1,
    "seen": 1,
    "edtf": 2,
    "jsontext": 2,
    "timex": 3,
    "model": 3,
    "query": 4,
    "ingest": 4,
    "formats": 4,
    "mapping": 4,
    "store": 5,
    "cli": 6,
    "__main__": 7,
}
"""ARCHITECTURE.md tells what each room is for."""

PURE = {"edtf", "timex", "model", "query", "formats", "mapping", "errors", "seen", "jsontext"}
STANDARD_ONLY = {"edtf", "timex", "model", "query", "errors", "resources", "seen", "jsontext"}
FORBIDDEN_BELOW_CLI = {"print", "input", "exit", "breakpoint"}


def room(path):
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def files():
    return sorted(SRC.rglob("*.py"))


def imports(path):
    """All modules of timeline that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module == "timeline":
                yield from (f"timeline.{alias.name}" for alias in node.names)
            elif node.module:
                yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_every_room_has_a_floor():
    assert {room(path) for path in files()} <= set(FLOORS)


def test_imports_run_down_only_and_never_between_rooms_of_one_floor():
    wrong = []
    for path in files():
        here = room(path)
        for name in imports(path):
            parts = name.split(".")
            if parts[0] != "timeline" or len(parts) == 1 or parts[1].startswith("__"):
                continue
            there = parts[1]
            if there != here and FLOORS[there] >= FLOORS[here]:
                wrong.append(f"{path.relative_to(SRC)} imports {name}")
    assert not wrong


def test_formats_never_import_formats_nor_commands_commands():
    from timeline.formats import SHARED

    shared = {f"timeline.formats.{name}" for name in SHARED}
    wrong = []
    for folder, package in ((SRC / "formats", "timeline.formats"), (SRC / "cli" / "commands", "timeline.cli.commands")):
        for path in folder.glob("*.py"):
            if path.name == "__init__.py":
                continue
            wrong += [
                f"{path.name} imports {name}"
                for name in imports(path)
                if name.startswith(package + ".") and name not in shared
            ]
    assert not wrong


def test_lower_floors_use_the_standard_library_alone():
    import sys

    wrong = []
    for path in files():
        if room(path) in STANDARD_ONLY:
            wrong += [
                f"{path.relative_to(SRC)} imports {name}"
                for name in imports(path)
                if name.split(".")[0] not in sys.stdlib_module_names | {"timeline", "__future__"}
            ]
    assert not wrong


def test_no_room_below_the_command_line_prints_or_reads_environment_and_clock():
    wrong = []
    for path in files():
        if room(path) in {"cli"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_BELOW_CLI:
                wrong.append(f"{path.relative_to(SRC)}:{node.lineno} calls {node.func.id}")
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                dotted = f"{node.value.id}.{node.attr}"
                if dotted in {"os.environ", "sys.stdout", "sys.stderr", "datetime.now", "date.today", "sys.argv"}:
                    wrong.append(f"{path.relative_to(SRC)}:{node.lineno} uses {dotted}")
    assert not wrong
