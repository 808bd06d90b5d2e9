"""The benchmark of the backfill runs on a small outlet, and says so where it can't."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.backfill import Round, growth_line, one_round, table
from tests.site import process
from tests.site.loopback import LoopbackOutlet
from tests.site.wordpress import MadeWordPress

MB = 1024 * 1024


def figures(**values: float) -> Round:
    usual = {"articles": 5000, "requests": 61, "seconds": 6.0, "bare_seconds": 5.0, "cpu_seconds": 9.0, "server_seconds": 4.0, "peak_bytes": 300 * MB}
    return Round(**usual | values)  # type: ignore[arg-type]


def test_a_round_on_a_small_outlet(tmp_path: Path) -> None:
    with LoopbackOutlet(articles=0) as site:
        MadeWordPress.with_posts(site, 130).open()
        found = one_round(site.home + "/", tmp_path)
        asked = site.requests
    assert found.articles == 130
    assert 5 <= found.requests <= 20  # the walk's, those for the host's own files, and those for a sitemap that it may have
    assert asked >= found.requests + 8  # the bare loop asks for the interface's answers again, without what else was looked for
    assert found.seconds > found.bare_seconds > 0
    assert found.peak_bytes > 50 * MB
    assert found.cpu_seconds > 0


def test_the_table_says_what_is_met() -> None:
    said = table([figures(), figures(seconds=6.4, server_seconds=None)])
    assert "| 1.20 | 6.0 s | 5.0 s | 833 | 5000 | 61 | 9.0 s | 4.0 s | 300 MB |" in said
    assert "not known" in said
    assert "Ratio 1.24, asked for ≤ 1.3: met." in said
    assert "Articles a request 82, asked for ≥ 20: met." in said
    assert "Peak 700 MB, asked for ≤ 600: **missed**." in table([figures(peak_bytes=700 * MB)])
    assert growth_line(figures(articles=500), figures(articles=20000, peak_bytes=330 * MB)).endswith("1.10, asked for ≤ 1.1: met.")


def test_without_a_laboratory_it_says_so(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "NEWSCRAWL_SHARED": str(tmp_path), "PYTHONPATH": str(process.ROOT)}
    command = [sys.executable, "-m", "benchmarks.backfill"]
    ran = subprocess.run(command, cwd=process.ROOT, env=env, capture_output=True, text=True, check=True, timeout=60)
    assert f"backfill skipped: no laboratory at {tmp_path}" in ran.stdout
