"""Commands whose reader has gone (`newscrawl extract page.html | head -1`)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawl.stores.state.db import StateDb
from tests.extraction.making import PROSE, URL, story

ROOT = Path(__file__).parents[2]
MORE_THAN_A_PIPE_HOLDS = 70_000


def run_unread(*args: str, stdin: str = "", **env: str) -> tuple[int, str]:
    """Exit code and stderr of a command whose standard output nobody reads."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("NEWSCRAWL_", "SCRAPY_"))}
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            (sys.executable, "-m", "newscrawl", *args),
            cwd=ROOT,
            env={**clean, "PYTHONPATH": str(ROOT), **env},
            input=stdin.encode(),
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writer)
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("args", [("outlets",), ("outlets", "--json"), ("status",), ("status", "--json")])
def test_a_list_that_nobody_reads(tmp_path: Path, args: tuple[str, ...]) -> None:
    StateDb.open(f"sqlite:///{tmp_path}/state.sqlite", keep_params={}).close()
    assert run_unread(*args, NEWSCRAWL_DATA=str(tmp_path)) == (0, "")


@pytest.mark.parametrize("body", [PROSE, f"<p>{'The bridge is open. ' * (MORE_THAN_A_PIPE_HOLDS // 20)}</p>"])
def test_a_record_that_nobody_reads(body: str) -> None:
    assert run_unread("extract", "-", "--url", URL, stdin=story(body=body)) == (0, "")
