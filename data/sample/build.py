"""Builds the sample outlet: `site.warc.gz`, `truth.jsonl` and `rejected.jsonl`, the same bytes each time.

    python data/sample/build.py [--to FOLDER]

It needs warcio alone. README.md beside this file says what the outlet holds.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha1
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import seeds
from pages import listing_page, not_found_page, story_page
from prose import HOME, Story, read_stories
from seeds import Entry
from tables import OUTLET_NAME, SECTION_SLUGS
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HERE = Path(__file__).parent
CRAWLED_AT = datetime(2023, 9, 21, 5, 0, tzinfo=UTC)
LISTED_AT_HOME = 10
HTML = "text/html; charset=UTF-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the site answers at an address."""

    url: str
    body: bytes
    type: str = HTML
    status: int = 200
    more: tuple[tuple[str, str], ...] = ()


def main() -> None:
    """Write the three files into the folder asked for, or beside this script."""
    parser = argparse.ArgumentParser(description="Build the sample outlet.")
    parser.add_argument("--to", type=Path, default=HERE, help="folder for the three files (default: beside this script)")
    folder = parser.parse_args().to
    stories = read_stories(HERE / "prose")
    entries = seeds.entries_of(stories, HERE / "extras.toml")
    write_warc(folder / "site.warc.gz", [*seed_answers(stories, entries), *page_answers(stories)])
    write_lines(folder / "truth.jsonl", [truth(story, entry) for entry in entries if (story := entry.story) and story.is_kept and not entry.case])
    write_lines(folder / "rejected.jsonl", [rejection(entry) for entry in entries if _reason(entry)])


def seed_answers(stories: Sequence[Story], entries: Sequence[Entry]) -> Iterator[Answer]:
    """robots.txt, the feed's two pages, the sitemaps, the home page and the sections' pages, each with its validators."""
    built = max(story.modified or story.date for story in stories)
    posts = [story for story in stories if story.get("page") != "attachment"]
    kept = [story for story in posts if story.is_kept]
    rss, xml, child = "application/rss+xml; charset=UTF-8", "application/xml; charset=UTF-8", f"{HOME}/wp-sitemap-posts-post-1.xml"
    yield Answer(url=f"{HOME}/robots.txt", body=seeds.ROBOTS.encode(), type="text/plain; charset=utf-8")
    for url, listed in ((f"{HOME}/feed/", entries), (f"{HOME}/feed/?paged=2", entries[len(entries) // 2 :])):
        yield _with_validators(Answer(url=url, body=seeds.feed(listed, url, built), type=rss), built)
    yield _with_validators(Answer(url=f"{HOME}/wp-sitemap.xml", body=seeds.sitemap_index(child), type=xml), built)
    yield _with_validators(Answer(url=child, body=seeds.sitemap(posts), type=xml), built)
    yield _with_validators(Answer(url=f"{HOME}/", body=listing_page(OUTLET_NAME, kept[:LISTED_AT_HOME], stories, "home blog")), built)
    for name, slug in SECTION_SLUGS.items():
        listed_here = [story for story in kept if name in story.names("in")]
        page = listing_page(name, listed_here, stories, f"archive category category-{slug}")
        yield _with_validators(Answer(url=f"{HOME}/category/{slug}/", body=page), built)


def page_answers(stories: Sequence[Story]) -> Iterator[Answer]:
    """Every story's page, and what the extra links answer."""
    for story in stories:
        shortlink = ("Link", f"<{HOME}/?p={story.post_id}>; rel=shortlink")
        yield Answer(url=story.url, body=story_page(story, stories), type=_type(story), more=(shortlink,))
    for entry in seeds.answers_to_links(stories, HERE / "extras.toml"):
        if entry.story is None:
            yield Answer(url=entry.url, body=not_found_page(stories), status=entry.status)
        elif entry.status == 200:
            yield Answer(url=entry.url, body=story_page(entry.story, stories))
        else:
            moved = (("X-Redirect-By", "WordPress"), ("Location", entry.story.url))
            yield Answer(url=entry.url, body=b"", status=entry.status, more=moved)


def truth(story: Story, entry: Entry) -> dict[str, Any]:
    """What the record of a story must hold."""
    line, _, rest = story.get("credit").partition(" | ")
    source, _, own = rest.partition(" | ")
    modified = story.modified
    return {
        "url": normal(story.url),
        "link": normal(entry.url),
        "title": story.title,
        "text": story.text,
        "authors": story.names("author"),
        "published": story.date.isoformat() if story.is_dated else None,
        "modified": modified.isoformat() if modified else None,
        "sections": story.names("in"),
        "tags": story.names("tags"),
        "language": story.language,
        "credit": {"line": line, "source": source, "own": own == "own"} if line else None,
        "cases": story.names("case"),
    }


def rejection(entry: Entry) -> dict[str, Any]:
    """The verdict that an announced link must get."""
    cases = [entry.case] if entry.case else entry.story.names("case") if entry.story else []
    return {"link": normal(entry.url), "reason": _reason(entry), "cases": cases}


def normal(url: str) -> str:
    """The address with its percent escapes in upper case (RFC 3986, 6.2.2.1); WordPress writes them in lower case."""
    return re.sub("%[0-9a-f]{2}", lambda escape: escape[0].upper(), url)


def write_lines(file: Path, rows: Sequence[dict[str, Any]]) -> None:
    """One JSON object per line."""
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8", newline="\n")


def write_warc(file: Path, answers: Sequence[Answer]) -> None:
    """The answers as response records; dates and record ids are fixed, so nothing depends on when or where this runs."""
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True, warc_version="1.1")
        date = CRAWLED_AT.strftime("%Y-%m-%dT%H:%M:%SZ")
        info = writer.create_warcinfo_record(file.name, {"software": "newscrawl data/sample/build.py", "format": "WARC File Format 1.1"})
        for name, value in (("WARC-Date", date), ("WARC-Record-ID", _record_id("warcinfo"))):
            info.rec_headers.replace_header(name, value)
        writer.write_record(info)
        for answer in answers:
            headers = {"WARC-Date": date, "WARC-Record-ID": _record_id(answer.url), "WARC-Identified-Payload-Type": answer.type.partition(";")[0]}
            http = StatusAndHeaders(f"{answer.status} {HTTPStatus(answer.status).phrase}", _http_headers(answer), protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(answer.url, "response", BytesIO(answer.body), http_headers=http, warc_headers_dict=headers))


def _http_headers(answer: Answer) -> list[tuple[str, str]]:
    fixed = [("Server", "nginx"), ("Date", _http_date(CRAWLED_AT)), ("Content-Type", answer.type), ("Content-Length", str(len(answer.body)))]
    return [*fixed, ("Connection", "keep-alive"), ("Vary", "Accept-Encoding"), *answer.more]


def _with_validators(answer: Answer, modified: datetime) -> Answer:
    validators = (("ETag", f'"{sha1(answer.body).hexdigest()[:32]}"'), ("Last-Modified", _http_date(modified)))
    return Answer(url=answer.url, body=answer.body, type=answer.type, more=validators)


def _http_date(when: datetime) -> str:
    return format_datetime(when.astimezone(UTC), usegmt=True)


def _record_id(name: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, name)}>"


def _type(story: Story) -> str:
    """Pages in windows-1256 say so in the header, or leave it to the page's own meta element."""
    return {"header": "text/html; charset=windows-1256", "meta": "text/html"}.get(story.get("charset"), HTML)


def _reason(entry: Entry) -> str:
    return entry.reason or (entry.story.get("reason") if entry.story and not entry.case else "")


if __name__ == "__main__":
    main()
