"""A crawl with an outlet's own selectors: the record says where they gave a value, the run when they did not match."""

from __future__ import annotations

from pathlib import Path

from tests.crawling import Crawls
from tests.site import output
from tests.site.loopback import LoopbackOutlet

RULES = """
[extract]
body = "div.moved-away"
title = "//h1[@class='entry-title']"
remove = ["aside.widget-area"]
"""


def test_a_rule_that_matches_nothing_is_told_at_the_end_of_the_run(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(3) as site:
        site.outlet_toml(crawls.outlets, extra=RULES)
        ran = crawls.latest()
    assert ran.code == 0
    assert ran.summary["outlets"]["loopback"]["rules"] == {"remove aside.widget-area": {"used": 3}, "body": {"no match": 3}, "title": {"used": 3}}
    assert "loopback: [extract] body matched 0 of 3 pages: no match 3" in ran.stdout
    assert "[extract] title" not in ran.stdout
    lines = output.read_lines(crawls.data)
    assert {line["provenance"]["title"] for line in lines} == {"selector"}
    assert {line["provenance"]["text"] for line in lines} == {"container"}
