"""Golden pages: an outlet's structure with prose of our own, and the record that must come out; one test for each field."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newscrawl.core.article import Article
from newscrawl.core.link import Link
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
    slug, expected = name.partition("/")[0], _expected(name)
    page = Page(
        link=Link(url=expected["url"], outlet=slug),
        url=expected["url"],
        status=200,
        headers=tuple(expected.get("headers", {}).items()),
        body=(GOLDEN / f"{name}.html").read_bytes(),
        fetched_at=datetime.fromisoformat(expected["fetched_at"]),
    )
    return extract_article(page, find_outlet(slug))


FIELDS = [(name, field) for name in NAMES for field in _expected(name).get("record", ())]


def test_every_golden_page_has_its_record_and_every_record_its_page() -> None:
    assert {path.stem for path in GOLDEN.glob("*/*.html")} == {name.partition("/")[2] for name in NAMES}
    assert len(NAMES) >= 3


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
