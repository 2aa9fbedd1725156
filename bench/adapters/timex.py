"""
Answer the scoring protocol of time expressions: JSON lines in, JSON lines out.

A request is {"id", "text", "reference", "doctype"}; the answer {"id", "timexes": [{"start", "end",
"text", "type", "value", "from", "to"}]}. Run from a checkout: the package is found beside it.
"""

from __future__ import annotations

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "src"))

from timeline.timex import Options, tag


def answer(request: dict) -> dict:
    options = Options(doctype=request.get("doctype") or "news")
    found = []
    for t in tag(request["text"], request["reference"], options):
        one = {"start": t.start, "end": t.end, "text": t.text, "type": t.type, "value": t.value}
        if (
            options.doctype == "planning" and t.type in ("DATE", "TIME") and t.whole is None
        ):  # ends marked apart carry values
            one["from"], one["to"] = t.begin, t.finish
        found.append(one)
    return {"id": request["id"], "timexes": found}


def main() -> None:
    write = sys.stdout.write
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for line in sys.stdin:
        write(encode(answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
