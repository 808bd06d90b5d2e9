"""Golden pages: an outlet's structure with prose of our own, and the record that must come out; one test for each field.

A folder is an outlet's that ships with the package, or holds pages of several made-up ones, each of which says whose it is.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newscrawl.core.article import Article
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet
from newscrawl.core.page import Page
from newscrawl.core.verdict import Rejection
from newscrawl.extraction import extract_article
from newscrawl.outlets import find_outlet

GOLDEN = Path(__file__).parents[1] / "golden"
NAMES = sorted(str(path.relative_to(GOLDEN).with_suffix("")) for path in GOLDEN.glob("*/*.json"))


def _expected(name: str) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    return expected


@cache
def _result(name: str) -> Article | Rejection:
    expected = _expected(name)
    outlet = Outlet(**expected["outlet"]) if "outlet" in expected else find_outlet(name.partition("/")[0])
    page = Page(
        link=Link(url=expected["url"], outlet=outlet.slug),
        url=expected["url"],
        status=200,
        headers=tuple(expected.get("headers", {}).items()),
        body=(GOLDEN / f"{name}.html").read_bytes(),
        fetched_at=datetime.fromisoformat(expected["fetched_at"]),
    )
    return extract_article(page, outlet)


LATER = frozenset(tuple(line.split()) for line in (GOLDEN / "LATER.txt").read_text("utf-8").splitlines() if not line.startswith("#"))
"""Fields whose right value is written down but not read yet."""

FIELDS = [(name, field) for name in NAMES for field in _expected(name).get("record", ()) if (name, field) not in LATER]


def test_every_golden_page_has_its_record_and_every_record_its_page() -> None:
    assert {path.stem for path in GOLDEN.glob("*/*.html")} == {name.partition("/")[2] for name in NAMES}
    assert len(NAMES) >= 20
    assert {name for name, _ in LATER} <= set(NAMES)


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_field(name: str, field: str) -> None:
    article = _result(name)
    assert isinstance(article, Article)
    found = json.loads(article.to_json())
    found["kind"] = article.provenance["kind"]
    found["text"] = (article.text or "").split("\n")
    assert found[field] == _expected(name)["record"][field]


@pytest.mark.parametrize("name", [name for name in NAMES if "rejected" in _expected(name)])
def test_rejected(name: str) -> None:
    rejection = _result(name)
    assert isinstance(rejection, Rejection)
    assert rejection.reason == _expected(name)["rejected"]
