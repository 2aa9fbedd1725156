"""The registry of formats is whole: every file listed, every entry told of in the docs, no format leaning on another."""

import ast
import pathlib

import pytest

from timeline import formats
from timeline.errors import UnknownFormat

ROOT = pathlib.Path(__file__).parents[2]
FOLDER = ROOT / "src" / "timeline" / "formats"
SHARED = {"__init__", *formats.SHARED}


def files():
    return {path.stem: path for path in FOLDER.glob("*.py") if path.stem not in SHARED}


def test_every_file_is_in_the_registry():
    assert {entry.name.replace("-", "_") for entry in formats.all_formats()} == set(files())


def test_every_format_has_its_section_in_the_docs():
    told = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [entry.name for entry in formats.all_formats() if f"\n## {entry.name}" not in told] == []


def test_no_format_imports_another():
    wrong = []
    for name, path in files().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("timeline.formats"):
                taken = {alias.name for alias in node.names} | {node.module.removeprefix("timeline.formats").strip(".")}
                wrong += [(name, one) for one in taken & set(files())]
    assert not wrong


def test_names_and_extensions_are_not_given_twice():
    names = [entry.name for entry in formats.all_formats()]
    extensions = [entry.extension for entry in formats.all_formats() if entry.extension]
    assert len(set(names)) == len(names)
    assert len(set(extensions)) == len(extensions)


def test_a_format_is_found_by_name_and_by_the_name_of_a_file():
    assert formats.by_name("jsonl").name == "jsonl"
    assert formats.of_file("A/chronology.JSONL").name == "jsonl"
    assert formats.of_file("chronology.json").name == "json"
    assert formats.of_file("chronology.txt") is None


def test_an_unknown_format_is_refused_with_those_there_are():
    with pytest.raises(UnknownFormat) as caught:
        formats.by_name("cvs")
    assert "csv" in caught.value.hint


def test_the_registry_tells_name_and_extension_as_the_format_does():
    assert [(entry.name, entry.extension) for entry in formats.all_formats()] == list(formats.REGISTRY)
