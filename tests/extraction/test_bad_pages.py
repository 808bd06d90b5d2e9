"""Bad input from end to end: an article or a rejection with its reason, within 10 s of CPU time and 500 MB, whatever the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.extraction.bounded import run_bounded
from tests.extraction.making import PROSE, SENTENCES, story
from tests.site.bombs import page_of_runs
from tests.site.markup import article_page
from tests.site.prose import story as make_story

pytestmark = [pytest.mark.promise("T9"), pytest.mark.promise("T8")]

HOME = "https://courier.example"
CPU_SECONDS = 10
PEAK_MIB = 500
TEN_MB = 10_000_000
OK, NOT_HTML, EMPTY, LARGE = "article", "not_html", "empty_body", "too_large"

ARABIC = "<p>قال أهالي الحي إن الجسر القديم عاد إلى العمل بعد عامين من الترميم الطويل.</p><p>وعبره المئات قبل أن تمر أول حافلة في الصباح.</p>"
IN_SCRIPT = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The bridge", "articleBody": %s}</script>'


def in_script(body: str, container: str = "") -> str:
    return f"<html><head><title>The bridge</title>{IN_SCRIPT % body}</head><body>{container}</body></html>"


def nested(tag: str, depth: int, inside: str = PROSE) -> str:
    return f"<html><body><h1>The bridge</h1>{f'<{tag}>' * depth}{inside}{f'</{tag}>' * depth}</body></html>"


PAGES: dict[str, tuple[Callable[[], str | bytes], set[str]]] = {
    # what it is: the page, how it may end
    "empty": (lambda: b"", {EMPTY}),
    "white space": (lambda: b" \n\t" * 1000, {EMPTY}),
    "a byte order mark": (lambda: b"\xef\xbb\xbf", {EMPTY}),
    "binary": (lambda: bytes(range(256)) * 4000, {NOT_HTML}),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400, {NOT_HTML}),
    "gzip": (lambda: b"\x1f\x8b\x08\x00" + bytes(range(256)) * 400, {NOT_HTML}),
    "nothing but NULs": (lambda: b"\0" * 1_000_000, {EMPTY, NOT_HTML}),
    "truncated in a tag": (lambda: story()[: story().index(SENTENCES[2]) + 20] + "<a hre", {OK}),
    "truncated in an entity": (lambda: f"<html><body><article>{PROSE}<p>Fish &am", {OK}),
    "truncated in a script": (lambda: f"<html><body><article>{PROSE}</article><script>var a = '", {OK}),
    "truncated in a comment": (lambda: f"<html><body><article>{PROSE}</article><!-- ", {OK}),
    "10 MB on one line": (lambda: f"<html><body><article><h1>The bridge</h1><p>{'The bridge is open again. ' * (TEN_MB // 26)}</p></article></body></html>", {EMPTY, LARGE}),
    "10 MB of one word": (lambda: f"<html><body><article><p>{'a' * TEN_MB}</p></article></body></html>", {OK, EMPTY, LARGE}),
    "10 MB of one tag": (lambda: f"<html><body><p {'a' * TEN_MB}>{PROSE}</body></html>", {OK, EMPTY, NOT_HTML}),
    "10 MB of attributes": (lambda: "<html><body><p " + " ".join(f"a{n}=1" for n in range(TEN_MB // 9)) + f">x</p>{PROSE}</body></html>", {LARGE}),
    "10 MB of paragraphs": (lambda: f"<html><body><article>{'<p>The bridge is open again, and the buses run.</p>' * (TEN_MB // 52)}</article></body></html>", {OK, LARGE}),
    "49,000 paragraphs": (lambda: "<html><body><article>" + "".join(f"<p>Line {n} of the story.</p>" for n in range(49_000)) + "</article></body></html>", {OK, LARGE}),
    "10 MB of other paragraphs": (lambda: "<html><body><article>" + "".join(f"<p>Line {n} of the story of the bridge and its buses.</p>" for n in range(150_000)) + "</article></body></html>", {OK, LARGE}),
    "10 MB of line breaks": (lambda: f"<html><body><article>{'The bridge.<br>' * (TEN_MB // 15)}</article></body></html>", {OK, LARGE}),
    "10 MB of table cells": (lambda: f"<html><body><table>{'<tr><td>1<td>2' * (TEN_MB // 14)}</table></body></html>", {OK, EMPTY, LARGE}),
    "10 MB of links": (lambda: f"<html><body>{'<a href=/a>The bridge</a> ' * (TEN_MB // 26)}</body></html>", {OK, EMPTY, LARGE}),
    "10 MB of list items": (lambda: f"<html><body><ul>{'<li>The bridge' * (TEN_MB // 14)}</ul></body></html>", {OK, EMPTY, LARGE}),
    "10 MB of entities": (lambda: f"<html><body><p>{'&amp;' * (TEN_MB // 5)}</p></body></html>", {OK, LARGE}),
    "10 MB of a script": (lambda: f"<html><body><script>{'var a = 1; ' * (TEN_MB // 11)}</script>{PROSE}</body></html>", {OK}),
    "10 MB of JSON-LD": (lambda: in_script("[" * (TEN_MB // 2), PROSE), {OK}),
    "10 MB of an articleBody": (lambda: in_script(json.dumps("The bridge is open. " * (TEN_MB // 20))), {OK, EMPTY, LARGE}),
    "10 MB of a title": (lambda: f"<html><head><title>{'The bridge ' * (TEN_MB // 11)}</title></head><body>{PROSE}</body></html>", {OK}),
    "10 MB of a comment": (lambda: f"<html><body><!-- {'- ' * (TEN_MB // 2)} -->{PROSE}</body></html>", {OK, LARGE}),
    "10 MB of open angles": (lambda: "<html><body>" + "<" * TEN_MB, {OK, EMPTY, NOT_HTML, LARGE}),
    "10 MB of Arabic": (lambda: f"<html><body><article>{ARABIC * (TEN_MB // 230)}</article></body></html>", {OK, LARGE}),
    "10 MB of windows-1256": (lambda: f"<html><body><article>{ARABIC * (TEN_MB // 140)}</article></body></html>".encode("cp1256"), {OK, LARGE}),
    "more than 20 MB": (lambda: b"<html>" + b"a" * 20_000_001, {LARGE}),
    "100,000 deep div": (lambda: nested("div", 100_000), {OK, EMPTY}),
    "100,000 deep span": (lambda: nested("span", 100_000), {OK, EMPTY}),
    "100,000 deep b, never closed": (lambda: "<html><body>" + "<b>" * 100_000 + PROSE, {OK, EMPTY}),
    "100,000 deep lists": (lambda: "<html><body>" + "<ul><li>" * 100_000 + PROSE, {OK, EMPTY}),
    "100,000 deep tables": (lambda: "<html><body>" + "<table><tr><td>" * 100_000 + PROSE, {OK, EMPTY}),
    "100,000 deep quotes": (lambda: nested("blockquote", 100_000), {OK, EMPTY}),
    "100,000 deep JSON-LD": (lambda: in_script("[" * 100_000 + "]" * 100_000, PROSE), {OK}),
    "deep JSON-LD of nodes": (lambda: in_script('{"a":' * 50_000 + "1" + "}" * 50_000, PROSE), {OK}),
    "25,000 words in bold": (lambda: story(body="<b>Bridge</b> open " * 25_000 + PROSE), {OK}),
    "text at each of 28,000 levels": (lambda: f"<html><body><h1>The bridge</h1>{('<div class=a>text' * 200 + SENTENCES[0] + '</div>' * 200) * 140}</body></html>", {OK, EMPTY}),
    "frames only": (lambda: '<html><frameset cols="20%,80%"><frame src="a.html"><frame src="b.html"></frameset></html>', {EMPTY}),
    "an iframe only": (lambda: '<html><body><iframe src="a.html"></iframe></body></html>', {EMPTY}),
    "text in JSON-LD only": (lambda: in_script(json.dumps("\n".join(SENTENCES))), {OK}),
    "text in a script only": (lambda: f"<html><head><title>The bridge</title></head><body><div id=root></div><script>window.state = {json.dumps({'body': PROSE})}</script></body></html>", {EMPTY}),
    "UTF-8 that says it is windows-1252": (lambda: story(body=ARABIC).replace("utf-8", "windows-1252"), {OK}),
    "windows-1256 that says it is UTF-8": (lambda: story(body=ARABIC).encode("cp1256"), {OK}),
    "UTF-16 without a mark": (lambda: story().encode("utf-16-le"), {OK}),
    "UTF-16 without a mark, Arabic": (lambda: story(body=ARABIC).encode("utf-16-be"), {OK}),
    "a charset that is none": (lambda: story().replace("utf-8", "klingon-1"), {OK}),
    "UTF-8 cut in a character": (lambda: story(body=ARABIC).encode()[:-len("</div></article></body></html>") - 6], {OK}),
    "no html element": (lambda: f"<h1>The bridge</h1>{PROSE}", {OK}),
    "no element at all": (lambda: " ".join(SENTENCES), {OK}),
    "no body element": (lambda: f"<html><head><title>The bridge</title></head>{PROSE}</html>", {OK}),
    "two html elements": (lambda: story() + story(), {OK}),
    "two articles": (lambda: f"<html><body><article><h1>One</h1>{PROSE}</article><article><h1>Two</h1>{PROSE.replace('bridge', 'tunnel')}</article></body></html>", {OK}),
    "the same article four times": (lambda: f"<html><body>{f'<article><h1>The bridge</h1>{PROSE}</article>' * 4}</body></html>", {OK}),
    "NULs between the letters": (lambda: story().replace("e", "e\0"), {OK}),
    "lone surrogates in JSON-LD": (lambda: in_script('"\\ud800 The bridge \\udfff is open"', PROSE).replace('"The bridge"', '"A \\ud83d title"'), {OK}),
    "lone surrogates as entities": (lambda: story(body=PROSE + "<p>The mayor&#xD800; spoke&#55357; to the people&#x110000; of the town&#0; at noon.</p>"), {OK}),
    "non-characters": (lambda: story(body=PROSE + "<p>The mayor\ufffe spoke\uffff to the people\ufdd0 of the town\U0010ffff at noon.</p>"), {OK}),
    "controls": (lambda: story(body=PROSE.replace(" ", " \x0b\x1b\x7f\x85")), {OK}),
    "marks of direction": (lambda: story(body=PROSE.replace(" ", " \u202e\u2066\u200f")), {OK}),
    "one letter with a million marks": (lambda: story(body=f"<p>a{chr(0x301) * 1_000_000}</p>{PROSE}"), {OK, LARGE}),
    "entities of its own": (lambda: '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + story(body=f"<p>&b;</p>{PROSE}"), {OK}),
    "a file named by an entity": (lambda: '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + story(body=f"<p>&x;</p>{PROSE}"), {OK}),
    "45,000 meta elements": (lambda: story(head="".join(f'<meta name="m{n}" content="x{n}">' for n in range(45_000))), {OK}),
    "45,000 dates": (lambda: story(around="<time datetime='2026-11-01'>1 November 2026</time>" * 45_000), {OK}),
    "45,000 bylines": (lambda: story(around='<span class="author byline">By Ada Byron</span>' * 45_000), {OK}),
    "45,000 headings": (lambda: story(around="<h1>The bridge opens again</h1>" * 45_000), {OK}),
    "20,000 JSON-LD blocks": (lambda: story(head=(IN_SCRIPT % '"x"') * 20_000), {OK}),
    **{f"runs of {name}": (lambda name=name: page_of_runs(article_page(make_story(3, 1), HOME).encode(), name), {OK}) for name in ("a", "colons", "dates")},
    "100,000 authors in JSON-LD": (lambda: story(head=IN_SCRIPT % ('"x", "author": ' + json.dumps([{"name": f"Ada B{n}"} for n in range(100_000)]))), {OK}),
}

CODE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from newscrawl import Article, extract
for name in sys.argv[2:]:
    html = (Path(sys.argv[1]) / name).read_bytes()
    found = extract(html, "https://courier.example/2026/11/bridge/", fetched_at=datetime(2026, 11, 22, tzinfo=UTC))
    if isinstance(found, Article):
        line = found.to_json()
        line.encode("utf-8")
        print("article", len(line), (found.text or "").count("opened again on Monday"))
    else:
        print(found.reason, found.detail)
"""


def extracted(tmp_path: Path, page: str | bytes) -> tuple[str, str]:
    """How a page ended, and the rest of what was said of it; it took no more than it may."""
    (tmp_path / "page").write_bytes(page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass"))
    ran = run_bounded(CODE, str(tmp_path), "page", cpu_seconds=CPU_SECONDS)
    assert ran.peak_mib < PEAK_MIB
    end, _, rest = ran.said.partition(" ")
    assert rest
    return end, rest


@pytest.mark.no_cover
@pytest.mark.parametrize("name", PAGES)
def test_any_page_ends_as_it_may(tmp_path: Path, name: str) -> None:
    make, ends = PAGES[name]
    assert extracted(tmp_path, make())[0] in ends


def test_of_two_articles_one_is_taken() -> None:
    import newscrawl

    page = str(PAGES["two articles"][0]()).encode()
    found = newscrawl.extract(page, "https://courier.example/2026/11/bridge/", fetched_at=datetime(2026, 11, 22, tzinfo=UTC))
    assert isinstance(found, newscrawl.Article)
    assert SENTENCES[0] in (found.text or "")
