"""Where newscrawl's time goes: CPU time by step, each without the steps that it calls."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from importlib import import_module
from types import FunctionType
from typing import Any
from unittest.mock import patch

import newscrawl
from benchmarks.extraction.cases import Case
from benchmarks.extraction.predict import page_of

INSIDE = (
    ("newscrawl.extraction.document", "decode"),
    ("newscrawl.extraction.document", "parse_html"),
    ("newscrawl.extraction.body", "bare_extraction"),
    ("newscrawl.extraction.guess", "find_date"),
)
"""Steps within steps that are worth a row: names that a module calls others by. One that is gone is passed over."""

REST = "everything else"


class StepClock:
    """CPU seconds by name; a call within a timed call counts for the inner name alone."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inner_seconds = [0.0]

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, its time counted for `name`."""

        def call(*args: Any, **kwargs: Any) -> Any:
            self._inner_seconds.append(0.0)
            started = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                whole = time.process_time() - started
                self.seconds[name] += whole - self._inner_seconds.pop()
                self._inner_seconds[-1] += whole

        return call


@contextmanager
def timed_extraction(clock: StepClock) -> Iterator[None]:
    """While it is open, the functions that `extract_article` is made of and the sources of fields are timed."""
    package, fields = import_module("newscrawl.extraction"), import_module("newscrawl.extraction.fields")
    readers: MutableMapping[str, Callable[..., Any]] = dict(fields.READERS)
    with ExitStack() as stack:
        for name, value in list(vars(package).items()):
            if isinstance(value, FunctionType) and name != "extract_article" and value.__module__.startswith("newscrawl."):
                stack.enter_context(patch.object(package, name, clock.timed(name.lstrip("_"), value)))
        for module, name in INSIDE:
            home = import_module(module)
            if hasattr(home, name):
                stack.enter_context(patch.object(home, name, clock.timed(f"{name}, called by {module.rpartition('.')[2]}", getattr(home, name))))
        timed = {name: clock.timed(f"field source: {name}", reader) for name, reader in readers.items()}
        stack.enter_context(patch.object(fields, "READERS", timed))
        yield


def seconds_by_step(cases: Sequence[Case]) -> dict[str, float]:
    """CPU seconds of all pages by step, the longest first; the process is warm."""
    pages = [(page_of(case.file), case) for case in cases]
    for html, case in pages[:3]:
        _extract(html, case)
    clock = StepClock()
    with timed_extraction(clock):
        whole = clock.timed(REST, _extract)
        for html, case in pages:
            whole(html, case)
    return dict(clock.seconds.most_common())


def _extract(html: bytes, case: Case) -> object:
    return newscrawl.extract(html, case.url, headers=dict(case.headers), fetched_at=datetime.fromisoformat(case.fetched_at))
