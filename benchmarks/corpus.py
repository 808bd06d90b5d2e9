"""The site that is crawled: real pages from outside the repository, and copies of them with altered paragraphs, in a temporary folder."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class RealPage:
    """A page as it was found; `title` where the collection knows it."""

    name: str
    title: str
    html: bytes


def corpus_folder() -> Path:
    """Where the pages are, if they are: NEWSCRAWL_SHARED, or the folder `shared` beside the repository."""
    return Path(os.environ.get("NEWSCRAWL_SHARED") or ROOT.parent / "shared") / "corpus" / "extraction"


def real_pages(folder: Path) -> list[RealPage]:
    """All pages of the collection, in its order."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [RealPage(name=row["id"], title=row["truth"].get("title") or row["id"], html=_read(folder, row["html"])) for row in rows]


def _read(folder: Path, name: str) -> bytes:
    html = folder / name
    return gzip.decompress((html if html.exists() else html.with_name(html.name + ".gz")).read_bytes())


def altered(html: bytes, copy: int) -> bytes:
    """The page with a sentence more in each paragraph, another in each copy; copy 0 is the page itself."""
    sentence = f" Edition {copy} of this page was printed at {copy} past noon.".encode()
    return html.replace(b"</p>", sentence + b"</p>") if copy else html


def write_site(root: Path, pages: list[RealPage], count: int, port: int) -> int:
    """Write `count` pages, robots.txt and the feed that announces them; the mean size of a page in bytes."""
    (root / "articles").mkdir(parents=True)
    (root / "robots.txt").write_text("User-agent: *\nDisallow:\n", encoding="ascii")
    items, size = [], 0
    for name, title, html in _wanted(pages, count):
        (root / "articles" / f"{name}.html").write_bytes(html)
        items.append(f"<item><title>{escape(title)}</title><link>http://127.0.0.1:{port}/articles/{name}.html</link></item>")
        size += len(html)
    (root / "feed.xml").write_text(_feed(items, port), encoding="utf-8")
    return size // count


def _wanted(pages: list[RealPage], count: int) -> Iterator[tuple[str, str, bytes]]:
    for number in range(count):
        copy, page = divmod(number, len(pages))
        yield f"{pages[page].name}-{copy}", pages[page].title, altered(pages[page].html, copy)


def _feed(items: list[str], port: int) -> str:
    body = "\n".join(items)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Benchmark</title><link>http://127.0.0.1:{port}/</link><description>-</description>\n{body}\n</channel></rss>\n'


OUTLET = """
name = "Benchmark"
home = "http://127.0.0.1:{port}/"
[[seed]]
via = "feed"
url = "http://127.0.0.1:{port}/feed.xml"
[fetch]
delay_seconds = 0.0
connections = 8
"""


def write_outlet(folder: Path, port: int) -> None:
    """The outlet file of this site, slug `benchmark`."""
    folder.mkdir(parents=True)
    (folder / "benchmark.toml").write_text(OUTLET.format(port=port), encoding="utf-8")
