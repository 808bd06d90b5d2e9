"""One crawl of an outlet whose texts lie and give orders: charset lies, markup and terminal escapes, in pages, feeds, headers and addresses. Then all
that the commands print of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pytest

from tests.core.charset_texts import TEXTS
from tests.crawling import Crawls, Ran, served
from tests.crawling import page as sound_page
from tests.reliability import Measured
from tests.site import output, process
from tests.site.behaviour import Answer, Behaviour
from tests.site.loopback import LoopbackOutlet

pytestmark = pytest.mark.promise("T17")

LIES = (
    # what the lie is, language, codec of the bytes, what HTTP says, what the page says
    ("UTF-8 called windows-1256", "arabic", "utf-8", "windows-1256", "windows-1256"),
    ("windows-1256 called UTF-8", "arabic", "cp1256", "utf-8", "utf-8"),
    ("the server calls all Latin-1", "turkish", "cp1254", "iso-8859-1", None),
    ("a mark against what is said", "russian", "utf-8-sig", "koi8-r", "windows-1251"),
    ("UTF-16 with a mark called UTF-8", "hebrew", "utf-16", "utf-8", "utf-8"),
    ("UTF-16 without a mark called UTF-8", "greek", "utf-16-be", "utf-8", "utf-8"),
    ("HTTP and page contradict each other", "hebrew", "cp1255", "iso-8859-1", "windows-1255"),
    ("KOI8-R called windows-1251", "russian", "koi8-r", "windows-1251", "windows-1251"),
    ("Shift JIS called Big5", "japanese", "cp932", "big5", "big5"),
    ("windows-1252 called windows-1256", "german", "cp1252", "windows-1256", "windows-1256"),
    ("a label that is no charset of a page", "arabic", "cp1256", "unicode_escape", "base64"),
    ("a label that nobody knows", "french", "cp1252", "x-unheard-of", "x-unheard-of"),
)

ESCAPES = {
    "clears the screen": "\x1b[2J\x1b[H",
    "sets the window's title": "\x1b]0;owned\x07",
    "in one byte of C1": "\x9b31m",
    "asks the terminal to answer": "\x1b[6n\x05",
    "goes back and writes over": "\r\x08\x08over",
    "turns the direction": "\u202egnorw\u2066",
}
MARKUP = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0")
ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What a terminal obeys, and what turns its direction; tab and newline are layout."""


def told(name: str, language: str) -> tuple[str, str]:
    """Title and text of a lie, its own: an article that says the same again would be a duplicate."""
    number = [lie[0] for lie in LIES].index(name)
    return f"{TEXTS[language][:24].strip()} {number}", f"{number}. {TEXTS[language]}"


def lying_page(name: str, language: str, codec: str, http: str | None, declared: str | None) -> Behaviour:
    meta = f'<meta charset="{declared}">' if declared else ""
    title, text = told(name, language)
    html = f"<!DOCTYPE html><html><head>{meta}<title>{title}</title></head><body><article><h1>{title}</h1><div class=entry-content><p>{text}</p></div></article></body></html>"
    return served(html.encode(codec), f"text/html; charset={http}" if http else "text/html")


def titled(title: str) -> Behaviour:
    """The sound page under another title, which stands there once as text and once as it is."""

    def other(answer: Answer) -> Answer:
        text = re.sub("<title>.*?</title>", lambda _: f"<title>{title}</title>", answer.body.decode(), flags=re.DOTALL)
        text = re.sub('(<h1 class="entry-title">).*?(</h1>)', lambda found: found[1] + escape(title) + found[2], text)
        return served(text.encode(), "text/html; charset=UTF-8")(answer)

    return other


def failing(order: str) -> dict[str, Behaviour]:
    """Answers whose reason could hold an order: a type, a coding, a target."""
    return {
        "type": served(b"no page", f"application/x{order}"),
        "coding": served(b"x", "text/html", ("Content-Encoding", f"x{order}")),
        "target": lambda _: Answer(status=301, headers=(("Location", f"http://a{order}.example/{order}"),)),
    }


def hostile_feed(urls: list[str]) -> Behaviour:
    """Every link, each with a title, an author and a guid that give orders."""
    orders = "".join(ESCAPES.values()) + "".join(MARKUP)
    said = escape("".join(char if char not in "\x1b\x07\x08\x05" else "" for char in orders)) + "&#27;[2J&#155;31m&amp;#27;[2J"
    items = "".join(f"<item><title>{said}</title><link>{url}</link><author>{said}</author><guid>{said}</guid><category>{said}</category></item>" for url in urls)
    bad = f"<item><title>x</title><link>http://[{said}</link></item>"
    return served(f'<?xml version="1.0"?><rss version="2.0"><channel><title>{said}</title>{items}{bad}</channel></rss>'.encode(), "application/rss+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """The crawl, the addresses of its cases, and how many links it had."""

    crawls: Crawls
    ran: Ran
    urls: dict[str, str]
    page: Path

    def record(self, name: str) -> dict[str, Any]:
        (found,) = (record for record in self.crawls.records() if record["link"].lower() == self.urls[name].lower())
        return found


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("text")
    crawls = Crawls(folder, NEWSCRAWL_WORKERS="2")
    cases = {lie[0]: lying_page(*lie) for lie in LIES}
    cases |= {name: titled(f"Bread {order} and roses") for name, order in ESCAPES.items()} | {each: titled(f"Bread {each} and roses") for each in MARKUP}
    cases |= {f"{place} {name}": does for name, order in ESCAPES.items() if order.isascii() and "\r" not in order for place, does in failing(order).items()}
    with LoopbackOutlet(len(cases)) as site:
        urls = dict(zip(cases, (article["url"] for article in site.truth()), strict=True))
        for name, does in cases.items():
            site.behave(urls[name], does)
        site.behave("/feed/", hostile_feed(list(urls.values())))
        site.behave("/bad/", served(b"x", "application/rss+xml", ("Content-Encoding", "x\x1b[2J")))
        bad = f'[[seed]]\nvia = "feed"\nurl = {json.dumps(site.home + "/bad/")}\n'
        site.outlet_toml(crawls.outlets, connections=8, extra=bad)
        page = folder / "page.html"
        page.write_bytes(titled("Bread \x9b31m\u202e\x1b[2J and roses")(sound_page(site, 1)(Answer())).body)
        yield Crawled(crawls=crawls, ran=crawls.latest("-s", "LOG_LEVEL=DEBUG"), urls=urls, page=page)


@pytest.mark.parametrize("lie", LIES, ids=[lie[0] for lie in LIES])
def test_a_charset_that_lies_changes_no_letter(crawled: Crawled, lie: tuple[str, ...]) -> None:
    record = crawled.record(lie[0])
    assert (record["title"], record["text"]) == told(lie[0], lie[1])


@pytest.mark.parametrize("name", [*ESCAPES, *MARKUP])
def test_a_title_is_one_line_of_text(crawled: Crawled, name: str) -> None:
    title = crawled.record(name)["title"]
    assert (title[:5], title[-9:]) == ("Bread", "and roses")
    assert title.isprintable()


def test_lines_and_summary_give_no_orders(crawled: Crawled) -> None:
    for part in [*output.parts(crawled.crawls.data), *crawled.crawls.data.glob("runs/*.json")]:
        assert ORDERS.findall(part.read_text(encoding="utf-8")) == []


def test_what_could_not_be_had_is_owed_or_rejected_with_a_reason_in_words(crawled: Crawled) -> None:
    rows = {name: row for name, url in crawled.urls.items() for known, row in crawled.crawls.rows().items() if known.lower() == url.lower()}
    failed = {name: row for name, row in rows.items() if name.startswith(("type ", "coding ", "target "))}
    assert len(failed) >= 9
    assert {row.status for row in failed.values()} <= {"rejected", "pending"}
    assert all(row.reason for row in failed.values())
    assert [row.detail for row in failed.values() if ORDERS.search(row.detail or "")] == []
    assert crawled.ran.links()["announced"] == len(crawled.urls)


def test_the_run_prints_no_orders(crawled: Crawled, measured: Measured) -> None:
    measured("hostile texts in a crawl", len(crawled.urls))
    assert [line for line in (crawled.ran.stdout + crawled.ran.log).splitlines() if ORDERS.search(line)] == []
    assert crawled.ran.summary["errors"] == 0


PAGE = ("PAGE", "--url", "https://courier.example/2026/11/a/")
COMMANDS = (["status"], ["status", "--json"], ["outlets"], ["outlets", "--json"], ["coverage"], ["coverage", "--json"], ["extract", *PAGE], ["extract", *PAGE, "--pretty"])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_prints_no_orders(crawled: Crawled, command: list[str]) -> None:
    args = [str(crawled.page) if each == "PAGE" else each for each in command]
    ran = process.run(process.scrapy_command(*args), env=crawled.crawls.env)
    assert ran.code in (0, 3), ran.stderr
    assert ran.stdout.strip()
    assert ORDERS.findall(ran.stdout + ran.stderr) == []
    if "--json" in command:
        json.loads(ran.stdout)
