"""Commands as a person runs them: what each mistake says, and with which code it ends. Nothing is crawled after one."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import Crawls, Ran
from tests.site import process
from tests.site.loopback import LoopbackOutlet

# Runs each command in a process of its own, forked after the slow imports: [args, env] in, [code, stdout, stderr] out, as JSON lines.
MANY_COMMANDS = """
import json, os, sys, tempfile
import scrapy.cmdline, scrapy.commands.crawl, scrapy.extensions.corestats, sqlalchemy, newscrawl.commands.crawl, newscrawl.commands.status

def child(args, env, out, err):
    os.dup2(out.fileno(), 1), os.dup2(err.fileno(), 2)
    os.environ.update(env)
    sys.argv = ["scrapy", *args]
    try:
        scrapy.cmdline.execute()
        code = 0
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        import traceback
        traceback.print_exc()
        code = 99
    sys.stdout.flush(), sys.stderr.flush()
    os._exit(code)

for line in sys.stdin:
    args, env = json.loads(line)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = os.fork()
        if pid == 0:
            child(args, env, out, err)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        out.seek(0), err.seek(0)
        print(json.dumps([code, out.read().decode(), err.read().decode()]), flush=True)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How a command ended and what it said."""

    code: int
    stdout: str
    stderr: str


Command = Callable[..., Said]


@pytest.fixture(scope="module")
def command() -> Iterator[Command]:
    """`command("crawl", "latest", NAME="value")`: one command line with these environment variables."""
    import subprocess

    server = subprocess.Popen(
        [sys.executable, "-c", MANY_COMMANDS], cwd=process.ROOT, env=process.clean_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdin
    assert server.stdout

    def run(*args: str, **env: str) -> Said:
        server.stdin.write(json.dumps([args, env]) + "\n")
        server.stdin.flush()
        code, stdout, stderr = json.loads(server.stdout.readline())
        return Said(code=code, stdout=stdout, stderr=stderr)

    yield run
    server.stdin.close()
    server.wait(10)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawls, Ran, LoopbackOutlet]]:
    """A data folder after one crawl."""
    crawls = Crawls(tmp_path_factory.mktemp("commands"))
    with LoopbackOutlet(3) as site:
        site.outlet_toml(crawls.outlets)
        yield crawls, crawls.latest("-a", "limit=2"), site


def outlet_file(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "courier.toml").write_text(text, encoding="utf-8")


SOUND = 'name = "Courier"\nhome = "https://courier.example/"\n'
WRONG_USE: list[tuple[str, tuple[str, ...], dict[str, str], str]] = [
    ("an outlet nobody knows", ("-a", "outlet=samlpe"), {}, "did you mean"),
    ("no outlet at all", (), {"NEWSCRAWL_OUTLETS": ""}, "no outlet named"),
    ("an argument that is none", ("-a", "outlets=sample"), {}, "did you mean outlet?"),
    ("a limit that is none", ("-a", "outlet=sample", "-a", "limit=abc"), {}, "limit=abc"),
    ("a switch that is none", ("-a", "outlet=sample", "-a", "force=maybe"), {}, "force=maybe"),
    ("a WARC that is not there", ("-a", "outlet=sample", "-s", "NEWSCRAWL_OFFLINE=none/*.warc.gz"), {}, "no file matches"),
    ("workers that are no number", ("-a", "outlet=sample", "-s", "NEWSCRAWL_WORKERS=many"), {}, "NEWSCRAWL_WORKERS"),
    ("outlets that are no folder", (), {"NEWSCRAWL_OUTLETS": "/nowhere/at/all"}, "NEWSCRAWL_OUTLETS"),
    ("a state that is no address", ("-a", "outlet=sample"), {"NEWSCRAWL_STATE": "nonsense"}, "NEWSCRAWL_STATE"),
    ("a state in an unknown database", ("-a", "outlet=sample"), {"NEWSCRAWL_STATE": "oracle9://x/y"}, "NEWSCRAWL_STATE"),
    ("a state whose driver is not installed", ("-a", "outlet=sample"), {"NEWSCRAWL_STATE": "mysql+mysqlconnector://x/y"}, "NEWSCRAWL_STATE"),
    ("data in a file", ("-a", "outlet=sample"), {"NEWSCRAWL_DATA": "/dev/null/data"}, "/dev/null"),
]


@pytest.mark.parametrize(("args", "env", "says"), [row[1:] for row in WRONG_USE], ids=[row[0] for row in WRONG_USE])
def test_wrong_use_is_one_line_and_code_2(command: Command, tmp_path: Path, args: tuple[str, ...], env: dict[str, str], says: str) -> None:
    outlet_file(tmp_path / "outlets", SOUND)
    done = command("crawl", "latest", *args, **{"NEWSCRAWL_DATA": str(tmp_path / "data"), "NEWSCRAWL_OUTLETS": str(tmp_path / "outlets"), **env})
    told = [line for line in done.stderr.splitlines() if " INFO: " not in line and not line.startswith(("{", "[", " "))]
    assert done.code == 2, done.stderr[-2000:]
    assert len(told) == 1, done.stderr
    assert says in told[0]
    assert done.stdout == ""
    assert not (tmp_path / "data" / "runs").exists()
    assert not (tmp_path / "data" / "articles").exists()


def test_every_mistake_of_an_outlet_file_is_told(command: Command, tmp_path: Path) -> None:
    outlet_file(tmp_path / "outlets", SOUND + 'langauge = "en"\ntimezone = "Mars/Olympus"\n')
    done = command("crawl", "latest", NEWSCRAWL_OUTLETS=str(tmp_path / "outlets"), NEWSCRAWL_DATA=str(tmp_path / "data"))
    assert done.code == 2
    for word in ("courier.toml", "langauge", "language", "Mars/Olympus"):
        assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("crawl", "latst", "-a", "outlet=sample"), 2, "no spider is called 'latst'; there are: backfill, latest"),
        (("crawl",), 2, ""),
        (("crawl", "latest", "more"), 2, ""),
        (("crawl", "latest", "-a", "outlet"), 2, "-a"),
        (("statsu",), 2, "Unknown command"),
    ],
)
def test_a_wrong_command_line_is_code_2(command: Command, tmp_path: Path, args: tuple[str, ...], code: int, says: str) -> None:
    done = command(*args, NEWSCRAWL_DATA=str(tmp_path / "data"))
    assert done.code == code
    assert says in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("version", ["schema", "url_key", "fingerprint"])
def test_a_newer_state_is_refused_and_nothing_is_asked(crawled: tuple[Crawls, Ran, LoopbackOutlet], command: Command, tmp_path: Path, version: str) -> None:
    crawls, _, site = crawled
    with closing(sqlite3.connect(crawls.data / "state.sqlite")) as old, closing(sqlite3.connect(tmp_path / "newer.sqlite")) as newer:
        old.backup(newer)
        newer.execute("UPDATE meta SET value = value + 1 WHERE name = ?", (version,))
        newer.commit()
    asked = site.requests
    env = {**crawls.env, "NEWSCRAWL_STATE": f"sqlite:///{tmp_path / 'newer.sqlite'}"}
    for args in (("crawl", "latest"), ("status",)):
        done = command(*args, **env)
        assert done.code == 2
        assert f"{version} version" in done.stderr
        assert "upgrade newscrawl" in done.stderr
        assert "Traceback" not in done.stderr
    assert site.requests == asked


def test_a_file_that_is_no_state_is_told(command: Command, tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"this is no database at all, but it is long enough to be looked at" * 20)
    done = command("crawl", "latest", "-a", "outlet=sample", NEWSCRAWL_DATA=str(tmp_path))
    assert done.code == 2
    assert "state.sqlite" in done.stderr
    assert "rebuilt" in done.stderr
    assert "Traceback" not in done.stderr


# --- status ----------------------------------------------------------------------------------------------------------------------------


def test_status_tells_the_last_runs_and_what_is_owed(crawled: tuple[Crawls, Ran, LoopbackOutlet], command: Command) -> None:
    crawls, ran, _ = crawled
    done = command("status", **crawls.env)
    assert (done.code, done.stderr) == (0, "")
    assert ran.summary["run"] in done.stdout
    row = next(line for line in done.stdout.splitlines() if line.startswith("loopback"))
    assert row.split() == ["loopback", "1"]


def test_status_in_json(crawled: tuple[Crawls, Ran, LoopbackOutlet], command: Command) -> None:
    crawls, ran, _ = crawled
    found: dict[str, Any] = json.loads(command("status", "--json", **crawls.env).stdout)
    assert found == {"runs": [ran.summary], "owed": {"loopback": 1}, "seeds": []}
    assert json.loads(command("status", "--json", "--runs", "0", **crawls.env).stdout)["runs"] == []


def test_status_changes_nothing(crawled: tuple[Crawls, Ran, LoopbackOutlet], command: Command) -> None:
    crawls, _, _ = crawled
    before = {path: path.read_bytes() for path in sorted(crawls.data.rglob("*")) if path.is_file()}
    command("status", **crawls.env)
    assert {path: path.read_bytes() for path in sorted(crawls.data.rglob("*")) if path.is_file()} == before


def test_status_without_a_run_says_what_to_do_and_makes_nothing(command: Command, tmp_path: Path) -> None:
    done = command("status", NEWSCRAWL_DATA=str(tmp_path / "data"))
    assert done.code == 2
    assert "run a crawl first" in done.stderr
    assert not (tmp_path / "data").exists()


def test_status_passes_over_a_summary_that_is_none(crawled: tuple[Crawls, Ran, LoopbackOutlet], command: Command) -> None:
    crawls, ran, _ = crawled
    odd = [crawls.data / "runs" / f"99991231T0000{n}Z.json" for n in range(3)]
    for path, content in zip(odd, (b"", b"[]", b"\xff\xfe{"), strict=True):
        path.write_bytes(content)
    try:
        done = command("status", **crawls.env)
    finally:
        for path in odd:
            path.unlink()
    assert (done.code, done.stderr) == (0, "")
    assert ran.summary["run"] in done.stdout


def test_status_in_a_folder_with_an_odd_name(crawled: tuple[Crawls, Ran, LoopbackOutlet], command: Command, tmp_path: Path) -> None:
    crawls, _, _ = crawled
    folder = tmp_path / "100%41 صحوة #1?"
    folder.mkdir()
    (folder / "state.sqlite").write_bytes((crawls.data / "state.sqlite").read_bytes())
    done = command("status", NEWSCRAWL_DATA=str(folder))
    assert (done.code, done.stderr) == (0, "")
    assert "loopback" in done.stdout
