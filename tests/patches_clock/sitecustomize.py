"""Python runs this first in every process of a crawl whose PYTHONPATH names this folder: it shifts the one clock of the Scrapy face.

`newscrawl.clock.utc_now` becomes real time plus NEWSCRAWL_TEST_CLOCK_OFFSET seconds (0 when it is not set). The module is changed as it is
imported, before anybody can take the function from it; the folder that it comes from is not known yet when this runs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

CLOCK = "newscrawl.clock"
OFFSET = timedelta(seconds=float(os.environ.get("NEWSCRAWL_TEST_CLOCK_OFFSET", "0")))


class _ShiftedClock(Loader):
    """Runs the module as it is, then puts the shifted clock in."""

    def __init__(self, inner: Loader) -> None:
        self._inner = inner

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._inner.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._inner.exec_module(module)
        real = module.utc_now
        module.utc_now = lambda: real() + OFFSET


class _FindClock(MetaPathFinder):
    """Finds the clock as Python would, and wraps what loads it."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name == CLOCK else None
        if spec is not None and spec.loader is not None:
            spec.loader = _ShiftedClock(spec.loader)
        return spec


sys.meta_path.insert(0, _FindClock())
