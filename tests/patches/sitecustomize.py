"""Python runs this first in every process of a crawl whose PYTHONPATH names this folder: it gives the workers something to stumble over.

A page is known by a word in its address, a seed too. One that hangs is given up after
HANG_LIMIT_SECONDS (3); the limit of all others stays.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Any

WORK_SECONDS = 0.3
"""A page kills its worker after some work; at once, the pool may learn of the task only when it has buried the worker, and waits."""

HANG_LIMIT_SECONDS = float(os.environ.get("HANG_LIMIT_SECONDS", "3"))


def stumble(url: str) -> None:
    """Hang, die or fail when `url` says so."""
    if "hangs-a-worker" in url:
        time.sleep(600)
    if "kills-a-worker" in url:
        time.sleep(WORK_SECONDS)
        os.kill(os.getpid(), signal.SIGSEGV)
    if "breaks-a-worker" in url:
        raise ZeroDivisionError("a bug of ours")


def patch_worker() -> None:
    """Extraction and the reader of seeds look at the address first."""
    from newscrawl import extraction
    from newscrawl.discovery import seed

    extract, read = extraction.extract_article, seed.stream_seed

    def extract_article(page: Any, outlet: Any) -> Any:
        stumble(page.url)
        return extract(page, outlet)

    def stream_seed(body: bytes, **about: Any) -> Any:
        stumble(about["base_url"])
        return read(body, **about)

    extraction.extract_article, seed.stream_seed = extract_article, stream_seed


def patch_parent() -> None:
    """The pool waits less long for a task that is going to hang."""
    import pebble

    schedule = pebble.ProcessPool.schedule

    def impatient(self: Any, function: Any, *, args: tuple[Any, ...], timeout: float) -> Any:
        hangs = any("hangs-a-worker" in getattr(arg, name, "") for arg in args for name in ("url", "base_url"))
        return schedule(self, function, args=args, timeout=HANG_LIMIT_SECONDS if hangs else timeout)

    pebble.ProcessPool.schedule = impatient


if "--multiprocessing-fork" in sys.orig_argv:
    patch_worker()
elif "scrapy" in sys.orig_argv:
    patch_parent()
