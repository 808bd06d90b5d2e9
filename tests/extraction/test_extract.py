"""A page in, an article or a rejection out; and the public function over it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newscrawl
from newscrawl.core.arabic import fold
from newscrawl.core.article import Article, RawRef, Rights
from newscrawl.core.outlet import ArticleRules
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.errors import UsageProblem
from newscrawl.extraction import MAX_BODY_BYTES, document, extract_article
from tests.extraction.making import COURIER, NOW, PROSE, SENTENCES, URL, page, story


def _article(html: str | bytes, **changes: object) -> Article:
    result = extract_article(replace(page(html), **changes), COURIER)  # type: ignore[arg-type]
    assert isinstance(result, Article)
    return result


def test_the_record_of_a_plain_page() -> None:
    raw = (RawRef(file="warc/1.warc.gz", offset=7, digest="sha256:00"),)
    article = _article(story(), url=URL + "?utm_source=feed", raw=raw)
    assert (article.url, article.link, article.outlet) == (URL, URL, "courier")
    assert article.id == _article(story()).id
    assert (article.version, article.cause, article.raw) == (1, "first", raw)
    assert article.fetched_at == article.first_seen == "2026-11-22T16:00:00+00:00"
    assert article.text == "\n".join(SENTENCES)
    assert article.provenance == {"title": "h1", "published": "url", "language": "html", "text": "container", "confidence": 1.0, "kind": "article", "removed": {}}


def test_parameters_that_an_outlet_keeps_are_part_of_address_and_id() -> None:
    outlet = replace(COURIER, article=ArticleRules(keep_params=("ref",)))
    kept = extract_article(replace(page(story()), url=URL + "?ref=7"), outlet)
    assert isinstance(kept, Article)
    assert kept.url == URL + "?ref=7"
    assert kept.id != _article(story()).id


def test_an_address_that_is_none() -> None:
    rejection = extract_article(replace(page(story()), url="ftp://courier.example/x"), COURIER)
    assert isinstance(rejection, Rejection)
    assert rejection.reason is Reason.BAD_URL


def _reason(html: bytes) -> Reason | None:
    result = extract_article(page(html), COURIER)
    return result.reason if isinstance(result, Rejection) else None


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _reason(b"<html>" + b" " * MAX_BODY_BYTES) is Reason.TOO_LARGE
    monkeypatch.setattr(document, "MAX_ELEMENTS", 50)
    assert _reason(b"<html><body>" + b"<p>words</p>" * 60) is Reason.TOO_LARGE


@pytest.mark.parametrize("html", [b"<!-- only a comment -->", b"<!doctype html>", b"<?xml version='1.0'?><html></html>", b"<html></html>"])
def test_a_page_without_elements_or_text(html: bytes) -> None:
    assert _reason(html) in (Reason.NOT_HTML, Reason.EMPTY_BODY)


def test_the_text_of_json_ld_stands_in_where_the_page_shows_none() -> None:
    node = '<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "One line.\\n\\nAnother line.", "isAccessibleForFree": false}</script>'
    article = _article(f"<html><head><title>x</title>{node}</head><body><div id='app'></div></body></html>")
    assert article.rights == Rights(paywall=True)
    assert article.text is not None
    assert article.text.replace("\n", " ") == "One line. Another line."


CLOSED = "Comments are closed."
NOTICES = {
    "paragraph inside the container": PROSE + f"<p>{CLOSED}</p>",
    "after a line break": f"<p>{'<br>'.join(SENTENCES)}<br>{CLOSED}</p>",
    "p.no-comments": PROSE + f"<p class='no-comments'>{CLOSED}</p>",
    "Arabic": PROSE + "<p>التعليقات مغلقة.</p>",
}


@pytest.mark.parametrize("inner", NOTICES.values(), ids=NOTICES)
def test_notices_go(inner: str) -> None:
    assert _article(story(body=inner)).text == "\n".join(SENTENCES)


def test_a_story_that_quotes_the_notice_keeps_it() -> None:
    quoting = f"The sign said: {CLOSED}"
    assert _article(story(body=PROSE + f"<p>{quoting}</p>")).text == "\n".join((*SENTENCES, quoting))


HEAD = b"<!doctype html><html><head><title>The bridge opens again</title></head><body><h1>The bridge opens again</h1>"
HOSTILE = {
    "100,000 elements in one another": HEAD + b"<div>" * 100_000 + b"words" + b"</div>" * 100_000,
    "unclosed elements": HEAD + PROSE.encode() + b"<b>" * 50_000,
    "10 MB on one line": HEAD + b"<p>" + b"word and more. " * 700_000,
    "NUL": HEAD + b"<p>A bri\x00dge over the river.\x00</p>" * 20,
    "control and non-characters": HEAD + "<p>A\x01 bridge\ufffe over\uffff the river.</p>".encode() * 20,
    "surrogates": HEAD + b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"\\ud800","url":"\\udfff","image":"/\\ud800"}</script>' + PROSE.encode(),
    "broken UTF-8": HEAD + b"<p>A bridge \xff\xfe\xed\xa0\x80 over the river.</p>" * 20,
    "deep JSON-LD": HEAD + b'<script type="application/ld+json">' + b'{"mainEntity":[' * 5_000 + b"]}" * 5_000 + b"</script>" + PROSE.encode(),
    "long attributes": HEAD + b'<div class="' + b"a " * 100_000 + b'">' + PROSE.encode(),
    "frames": b"<html><frameset><frame src='x'></frameset></html>",
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_borne(html: bytes) -> None:
    result = extract_article(page(html), COURIER)
    if isinstance(result, Article):
        assert "\n" not in result.to_json()
        assert "\x00" not in (result.text or "")
        result.to_json().encode()


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes_are_borne(body: bytes) -> None:
    assert isinstance(extract_article(page(body), COURIER), Article | Rejection)


GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*/*.html"))


@settings(max_examples=60)
@given(st.sampled_from(GOLDEN), st.lists(st.tuples(st.integers(0, 6_000), st.integers(0, 300), st.binary(max_size=12)), max_size=12))
def test_mutated_pages_are_borne(path: Path, changes: list[tuple[int, int, bytes]]) -> None:
    body = path.read_bytes()
    for at, length, put in changes:
        body = body[:at] + put + body[at + length :]
    result = extract_article(page(body), COURIER)
    if isinstance(result, Article):
        result.to_json().encode()


def test_extract_by_its_public_name() -> None:
    article = newscrawl.extract(story().encode(), URL, outlet=COURIER, fetched_at=NOW)
    assert article == extract_article(page(story()), COURIER)


def test_extract_without_an_outlet_makes_one_of_the_host() -> None:
    article = newscrawl.extract(story().encode(), "https://www.courier.example/2026/11/bridge/")
    assert isinstance(article, newscrawl.Article)
    assert article.outlet == "courier-example"
    assert abs((datetime.now(UTC) - datetime.fromisoformat(article.fetched_at)).total_seconds()) < 3_600


def test_extract_for_an_outlet_by_slug() -> None:
    article = newscrawl.extract(story().encode(), URL, outlet="sahwa")
    assert isinstance(article, newscrawl.Article)
    assert article.outlet == "sahwa"
    with pytest.raises(UsageProblem):
        newscrawl.extract(b"", URL, outlet="no-such-outlet")


def test_extract_reads_headers_and_hints() -> None:
    html = story(body="<p>قال أهالي الحي إن الجسر القديم عاد إلى العمل بعد عامين من الترميم.</p>").replace('<meta charset="utf-8">', "").encode("cp1256")
    hints = newscrawl.Hints(authors=("منى صالح",))
    article = newscrawl.extract(html, URL, headers={"content-type": "text/html; charset=windows-1256", "X-Robots-Tag": "noai"}, hints=hints)
    assert isinstance(article, newscrawl.Article)
    assert article.text == "قال أهالي الحي إن الجسر القديم عاد إلى العمل بعد عامين من الترميم."
    assert (article.rights.robots, article.authors) == (("noai",), ("منى صالح",))


def test_extract_gives_reasons() -> None:
    result = newscrawl.extract(b"%PDF-1.7", URL)
    assert result == newscrawl.Rejection(reason=newscrawl.Reason.NOT_HTML, detail="PDF")
    assert isinstance(newscrawl.extract(story().encode(), "no address"), newscrawl.Rejection)


def test_extract_wants_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        newscrawl.extract(b"", URL, fetched_at=datetime(2026, 11, 22))


@pytest.mark.parametrize("name", newscrawl.__all__)
def test_public_names(name: str) -> None:
    assert getattr(newscrawl, name)


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError):
        newscrawl.nothing  # noqa: B018


def test_importing_newscrawl_loads_nothing_heavy() -> None:
    code = "import sys, newscrawl; print(*{'trafilatura', 'lxml', 'htmldate', 'scrapy', 'feedparser', 'newscrawl.core'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""


def test_real_arabic_pages(shared: Path) -> None:
    corpus = shared / "corpus" / "extraction"
    rows = [json.loads(line) for line in (corpus / "truth.jsonl").open(encoding="utf-8")]
    for row in (row for row in rows if row["corpus"] == "arabic_dev"):
        article = newscrawl.extract(gzip.decompress((corpus / row["html"]).read_bytes()), row["url"], fetched_at=NOW)
        assert isinstance(article, newscrawl.Article)
        text = fold(article.text or "")
        assert [wanted for wanted in row["truth"]["must_contain"] if fold(wanted) not in text] == []
        assert [unwanted for unwanted in row["truth"]["must_not_contain"] if fold(unwanted) in text] == []
        assert (article.published or "")[:10] == row["truth"]["date"][:10]


