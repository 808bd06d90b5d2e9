"""Fixtures of all tests: the command line as a user has it, a data folder, the data from outside."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import reliability
from tests.site import output, process

HERE = Path(__file__).parent
CRAWLING = ("crash/", "hostile/", "many/", "rest/", "roads/", "test_crawl")  # where files of tests that start crawls lie
LONG = ("crash", "fuzz", "hostile", "soak", "thorough")  # markers of tests that the ordinary run leaves to targets of their own
SHARED_MARK = "corpus"  # the folder that ../shared has, whatever else it holds

# No test fails for a busy machine: on a fresh one the first text that is drawn costs seconds, for hypothesis's table of characters.
settings.register_profile("newscrawl", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("newscrawl")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the table of promises is, and which command this is."""
    parser.addoption("--reliability", type=Path, default=None, metavar="FILE", help="write what the tests of promises found into the table of FILE")
    parser.addoption("--as", dest="command_name", default="pytest", metavar="COMMAND", help="the command that the table names")


def pytest_configure(config: pytest.Config) -> None:
    """Write the table in the process that sees all reports, when all tests were asked for."""
    file = config.getoption("--reliability")
    if file is not None and not hasattr(config, "workerinput") and not config.getoption("keyword"):
        config.pluginmanager.register(reliability.Collector(file, config.getoption("command_name")))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the minutes-long tests out unless `-m` names their kind."""
    unasked = [kind for kind in LONG if kind not in (config.option.markexpr or "")]
    left_out = [item for item in items if any(item.get_closest_marker(kind) for kind in unasked)]
    config.hook.pytest_deselected(items=left_out)
    chosen = [item for item in items if item not in left_out]
    items[:] = sorted(chosen, key=lambda item: not str(item.path.relative_to(HERE)).startswith(CRAWLING))  # long files first: none is alone at the end
    reliability.mark(items)


def pytest_collection_finish() -> None:
    """Fourteen thousand tests stay to the end: they need not be looked through each time that memory is tidied."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Trace no line of a test that is marked `no_cover`: pytest-cov 7.1 does not see to it in the processes of xdist, where such a test takes twice as long."""
    tracer = sys.gettrace()
    if item.get_closest_marker("no_cover"):
        sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


measured = pytest.fixture(reliability.measured)


@pytest.fixture
def tmp_data(tmp_path: Path) -> Path:
    """An empty data folder (NEWSCRAWL_DATA)."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def run_scrapy() -> Callable[..., process.Finished]:
    """`run_scrapy("crawl", "latest", env={...}, cwd=..., timeout=180)` in a clean environment; returns code, stdout, stderr."""

    def run(*args: str, env: Mapping[str, str] | None = None, cwd: Path = process.ROOT, timeout: float = 180) -> process.Finished:
        return process.run(process.scrapy_command(*args), env=env, cwd=cwd, timeout=timeout)

    return run


@pytest.fixture
def start_scrapy() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """The same without waiting: a `Popen` in a session of its own, which ends with the test at the latest."""
    started: list[subprocess.Popen[str]] = []

    def start(*args: str, env: Mapping[str, str] | None = None, cwd: Path = process.ROOT) -> subprocess.Popen[str]:
        started.append(process.start(process.scrapy_command(*args), env=env, cwd=cwd))
        return started[-1]

    yield start
    for each in started:
        process.end_session(each)


@pytest.fixture
def read_lines() -> Callable[[Path], list[dict[str, object]]]:
    """`read_lines(data)`: every record of every part; each file must end with a newline, each line must parse."""
    return output.read_lines


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data from outside the repository: NEWSCRAWL_SHARED, or the folder `shared` beside the repository."""
    folder = Path(os.environ.get("NEWSCRAWL_SHARED") or process.ROOT.parent / "shared")
    if not (folder / SHARED_MARK).is_dir():
        pytest.skip(f"no data from outside: {folder / SHARED_MARK} is missing (NEWSCRAWL_SHARED names another folder)")
    return folder
