"""The extractors that are compared, each in an environment of its own, which is made at its first use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.extraction.cases import ROOT, Case
from benchmarks.extraction.predictions import Prediction, read_predictions

HERE = Path(__file__).parent
WORK = ROOT / "data" / "bench-extraction"
"""Environments and predictions; git ignores what lies under data."""

PATIENCE_SECONDS = 3_600
"""For all pages; the slowest needs two minutes on an idle machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extractor:
    """`requirements` are what its environment holds; none: it runs in ours. `module` is the file here that calls it."""

    name: str
    module: str
    requirements: tuple[str, ...] = ()
    has_authors_and_date: bool = True


OURS = "newscrawl"
YARDSTICK = "trafilatura 2.3.1"
"""What CPU times are measured against."""

EXTRACTORS = (
    Extractor(name=YARDSTICK, module="by_trafilatura", requirements=("trafilatura==2.3.1", "lxml_html_clean==0.4.6")),
    Extractor(name="newspaper4k 0.9.6", module="by_newspaper4k", requirements=("newspaper4k[nlp,ja,th,zh]==0.9.6",)),
    Extractor(name="readability-lxml 0.9", module="by_readability", requirements=("readability-lxml==0.9",), has_authors_and_date=False),
    Extractor(name=OURS, module="by_newscrawl"),
)


class Unavailable(Exception):
    """An extractor can't be run here, and why."""


def python_of(extractor: Extractor) -> Path:
    """The interpreter that has the extractor; makes its environment where there is none. Raises `Unavailable`."""
    if not extractor.requirements:
        return Path(sys.executable)
    folder = WORK / "environments" / extractor.name.replace(" ", "-")
    python, stamp = folder / "bin" / "python", folder / "installed.json"
    if not stamp.exists() or json.loads(stamp.read_text("utf-8")) != list(extractor.requirements):
        print(f"making the environment of {extractor.name}", file=sys.stderr, flush=True)
        venv.create(folder, with_pip=True, clear=True)
        _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *extractor.requirements], extractor.name)
        stamp.write_text(json.dumps(extractor.requirements), "utf-8")  # last, so that a broken installation is done again
    return python


def predict(extractor: Extractor, cases: Sequence[Case]) -> dict[str, Prediction]:
    """The extractor's predictions, made by a process that does nothing else; they stay in a file. Raises `Unavailable`."""
    python, name = python_of(extractor), extractor.name.replace(" ", "-")
    (WORK / "predictions").mkdir(parents=True, exist_ok=True)
    tasks, out = WORK / "tasks.jsonl", WORK / "predictions" / f"{name}.jsonl"
    tasks.write_text("".join(json.dumps(case.as_task()) + "\n" for case in cases), "utf-8")
    _run([python, HERE / "predict.py", extractor.module, tasks, out], extractor.name)
    return read_predictions(out)


def _run(command: Sequence[str | Path], name: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} if str(command[0]) == sys.executable else _without_pythonpath()
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Unavailable(f"{name}: {problem}") from problem
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        raise Unavailable(f"{name}: exit code {done.returncode}: {last}")


def _without_pythonpath() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
