"""One extractor's process: `python predict.py MODULE TASKS.jsonl OUT.jsonl`. Standard library only, so that any extractor's environment can run it.

The module gives `extract(html, url, headers, fetched_at)`, which returns a dict with any of text, title, authors, published. The process is warm
before it measures: the last tasks, which are Arabic pages with dates in words, and the first ones are read once beforehand.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from importlib import import_module
from pathlib import Path

WARMING_TASKS = 6
"""At either end of the list."""


def main(module: str, tasks_file: str, out_file: str) -> None:
    extract = import_module(module).extract
    with Path(tasks_file).open(encoding="utf-8") as lines:
        tasks = [json.loads(line) for line in lines]
    for task in tasks[-WARMING_TASKS:] + tasks[:WARMING_TASKS]:
        predicted(extract, task)
    with Path(out_file).open("w", encoding="utf-8") as out:
        for task in tasks:
            out.write(json.dumps({"id": task["id"], **predicted(extract, task)}) + "\n")


def predicted(extract, task: dict) -> dict:
    """The prediction for a page; an exception of the extractor is counted, not raised."""
    html = page_of(Path(task["file"]))
    started = time.process_time()
    try:
        found = extract(html, task["url"], task["headers"], task["fetched_at"])
    except Exception as problem:  # the boundary to somebody else's code, whose failures are what is counted
        found = {"error": f"{type(problem).__name__}: {problem}"[:300]}
    return {**found, "cpu_seconds": time.process_time() - started}


def page_of(path: Path) -> bytes:
    raw = path.read_bytes()
    return gzip.decompress(raw) if path.suffix == ".gz" else raw


if __name__ == "__main__":
    main(*sys.argv[1:])
