"""Addresses that a person names: lines of a file in, links of one outlet out, and what was wrong with the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from newscrawl.core.identity import key_digest
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet
from newscrawl.core.url import MAX_URL_CHARS, UrlProblem, clean_url, same_site, url_key

MAX_FILE_BYTES = 128 * 1024 * 1024
"""Some million addresses: their keys are held in memory, so that none is fetched twice."""

MAX_LINE_BYTES = 4 * MAX_URL_CHARS
"""What is read of a line; no longer one is an address."""

KEY_BYTES = 8
"""Of a key's digest, for telling lines of one file apart: two of a million meet once in 37 million files."""


def reason_against(url: str, outlet: Outlet) -> str | None:
    """Why `url` can't be a page of `outlet`, in the words of the run's summary; None when it may be one."""
    clean = clean_url(url)
    if isinstance(clean, UrlProblem):
        return "bad_url"
    return None if is_at_site(clean, outlet) else "other_site"


def is_at_site(url: str, outlet: Outlet) -> bool:
    """Whether an address is of the site of the outlet's home, or of one of its seeds."""
    return any(same_site(url, known) for known in (outlet.home, *(seed.url for seed in outlet.seeds)))


def links_named(urls: Iterable[str], outlet: Outlet, refused: Counter[str]) -> Iterator[Link]:
    """A link for each of `urls` that may be a page of `outlet`, each once; the others are counted in `refused`, by reason."""
    seen: set[int] = set()
    for url in urls:
        key = _short_key(url, outlet)
        reason = reason_against(url, outlet) or ("duplicate_link" if key in seen else None)
        if reason is not None:
            refused[reason] += 1
            continue
        seen.add(key)
        yield Link(url=str(clean_url(url, keep_params=outlet.article.keep_params)), outlet=outlet.slug)


def _short_key(url: str, outlet: Outlet) -> int:
    return int.from_bytes(key_digest(url_key(url, outlet.article.keep_params))[:KEY_BYTES], "big")


def addresses_in(file: Path) -> Iterator[str]:
    """The addresses in a text file, one a line, in UTF-8; blank lines and those that begin with `#` say nothing. One line is in memory at a time.

    A line that is no UTF-8, or too long for an address, comes as a text that is none.
    """
    with file.open("rb") as lines:
        is_first = True
        while line := lines.readline(MAX_LINE_BYTES):
            is_whole = line.endswith(b"\n") or len(line) < MAX_LINE_BYTES
            while not is_whole and (rest := lines.readline(MAX_LINE_BYTES)):
                is_whole, line = rest.endswith(b"\n") or len(rest) < MAX_LINE_BYTES, b"\xff"
            text = _text(line.removeprefix(b"\xef\xbb\xbf") if is_first else line)
            is_first = False
            if text and not text.startswith("#"):
                yield text


def _text(line: bytes) -> str:
    try:
        return line.decode().strip()
    except UnicodeDecodeError:
        return "not UTF-8"
