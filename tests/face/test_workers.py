"""The extraction processes: limits, deaths, nothing left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time

import psutil
import pytest

from newscrawl.errors import UsageProblem
from newscrawl.workers import WorkerPool, WorkerProblem, worker_count

pytestmark = pytest.mark.promise("T9")


def run_all(pool: WorkerPool, *tasks: tuple) -> list:
    async def gathered() -> list:
        return await asyncio.gather(*(pool.run(*task) for task in tasks), return_exceptions=True)

    try:
        return asyncio.run(gathered())
    finally:
        pool.close()


@pytest.fixture
def importable(tmp_path, monkeypatch):
    """A module that workers can import, as they import newscrawl itself."""
    (tmp_path / "chores.py").write_text(
        textwrap.dedent("""
            import os, signal, sys, time
            def loaded(names): return sorted(set(names) & set(sys.modules))
            def double(n): return 2 * n
            def hang(): time.sleep(600)
            def spin():
                while True: pass
            def eat(): return len(bytearray(4 * 1024 ** 3))
            def die():
                time.sleep(0.3)  # at once, the pool may learn of the task only when it has buried the worker, and then waits out its time
                os.kill(os.getpid(), signal.SIGSEGV)
            def leave():
                time.sleep(0.3)
                os._exit(7)
            def fail(): raise ValueError("a bug of ours")
            def limits():
                import resource
                return signal.getsignal(signal.SIGINT) == signal.SIG_IGN, resource.getrlimit(resource.RLIMIT_DATA)[0]
        """)
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    import chores

    yield chores
    sys.modules.pop("chores", None)


def test_a_worker_loads_nothing_of_the_crawler(importable) -> None:
    """Scrapy alone is a third of the time that a worker takes to start, and 9 MB."""
    assert run_all(WorkerPool(1), (importable.loaded, ["scrapy", "twisted", "sqlalchemy", "newscrawl.workers", "newscrawl.tasks"])) == [["newscrawl.tasks"]]


def test_a_task_that_hangs_bloats_or_dies_costs_only_itself(importable):
    pool = WorkerPool(2, seconds=5)
    good = [(importable.double, n) for n in range(6)]
    bad = [(importable.hang,), (importable.spin,), (importable.eat,), (importable.die,), (importable.leave,), (importable.fail,)]
    mixed = [task for pair in zip(good, bad, strict=True) for task in pair]
    results = run_all(pool, *mixed)
    assert results[::2] == [0, 2, 4, 6, 8, 10]
    hung, spun, ate, died, left, failed = results[1::2]
    assert "longer than 5 s" in hung.detail
    assert "longer than 5 s" in spun.detail
    assert isinstance(ate, WorkerProblem)
    assert "MB" in ate.detail
    assert "SIGSEGV" in died.detail
    assert "code 7" in left.detail
    assert isinstance(failed, ValueError)


def test_workers_ignore_ctrl_c_and_have_a_memory_limit(importable):
    ((ignores, limit),) = run_all(WorkerPool(1, memory_bytes=512 * 2**20), (importable.limits,))
    assert ignores
    assert 512 * 2**20 < limit < 2 * 2**30


def test_no_process_starts_before_there_is_work():
    before = psutil.Process().children()
    pool = WorkerPool(2)
    assert psutil.Process().children() == before
    pool.close()


PARENT = """
import asyncio, sys
from newscrawl.workers import WorkerPool
import chores
async def main():
    pool = WorkerPool(2)
    await asyncio.gather(pool.run(chores.double, 1), pool.run(chores.double, 2))
    tasks = [asyncio.ensure_future(pool.run(f)) for f in (chores.spin, chores.hang)]
    await asyncio.sleep(0.5)
    print("ready", flush=True)
    await asyncio.gather(*tasks)
if __name__ == "__main__":
    asyncio.run(main())
"""


def test_no_worker_survives_the_sigkill_of_its_parent(importable, tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env={**os.environ})
    assert parent.stdout.readline() == b"ready\n"
    children = psutil.Process(parent.pid).children(recursive=True)
    assert len(children) >= 2
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    gone, alive = psutil.wait_procs(children, timeout=10)
    assert [p for p in alive if p.is_running() and p.status() != psutil.STATUS_ZOMBIE] == []
    assert len(gone) + len(alive) == len(children)


@pytest.mark.parametrize(("setting", "count"), [("3", 3), (1, 1), ("64", 64)])
def test_the_number_of_workers_is_a_setting(setting, count):
    assert worker_count(setting) == count


def test_without_a_setting_there_is_one_worker_a_core():
    assert worker_count("") == worker_count(None) == len(os.sched_getaffinity(0))


@pytest.mark.parametrize("setting", ["0", "-1", "many", "65", "1.5"])
def test_a_number_of_workers_that_is_none_is_refused(setting):
    with pytest.raises(UsageProblem, match="NEWSCRAWL_WORKERS"):
        worker_count(setting)


def test_time_is_only_counted_while_a_task_runs(importable):
    results = run_all(WorkerPool(1, seconds=3), *[(time.sleep, 0.8) for _ in range(6)])
    assert results == [None] * 6
