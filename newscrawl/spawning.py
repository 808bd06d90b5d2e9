"""How a worker process starts. A module of its own, for the worker loads it first, and Scrapy and Twisted must not come with it."""

from __future__ import annotations

import sys
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import Any


class WorkerProcess(SpawnProcess):
    """A spawned process that does not import the parent's main module: it is Scrapy's, and no worker needs Scrapy."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            return SpawnProcess._Popen(process_obj)  # type: ignore[attr-defined]
        finally:
            sys.modules["__main__"] = main


class WorkerContext(SpawnContext):
    """What a pool takes to start such processes."""

    Process = WorkerProcess  # type: ignore[assignment]
