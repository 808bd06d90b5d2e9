"""Cleaning an article: the text a reader would call the story, its title alone, its lists without repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from newscrawl.core.arabic import fold
from newscrawl.core.article import Article, Credit
from newscrawl.core.bio import bio_lines
from newscrawl.core.boilerplate import notice_keys
from newscrawl.core.byline import byline_openers, is_byline, is_byline_and_date, is_date_line, is_labelled_date
from newscrawl.core.credit import find_credit, parse_credit
from newscrawl.core.notice_lines import drop_notices
from newscrawl.core.outlet import Outlet
from newscrawl.core.repeats import without_repeated_runs
from newscrawl.core.site_names import names_outlet
from newscrawl.core.text import tidy_line, tidy_text
from newscrawl.core.title_line import resembles_title

TITLE_LINES = 3
"""A repeated title stands first, or behind a section's name and a date."""

TOP_LINES = 5
"""Title, standfirst, byline, date, credit: below them begins the story."""

BOTTOM_LINES = 3
MAX_SITE_NAMES = 3
"""A site's name may stand before the title and behind it, and once more from a plugin."""

MAX_NAME_PARTS = 3
"""A site's name may hold separators itself ("The Post - English")."""

_TITLE_SEPARATOR = re.compile(r" (?:[|–—•·»«›-]|::) | ?[|»«] ?| ?:: ?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A clean text (None when nothing was left), its credit, and how many lines each rule took."""

    text: str | None
    credit: Credit | None
    removed: dict[str, int]


def clean_text(
    text: str,
    *,
    title: str | None = None,
    authors: Sequence[str] = (),
    extra_lines: Sequence[str] = (),
    own_names: Sequence[str] = (),
    story_lines: Collection[str] = (),
) -> Cleaned:
    """`text` without its page's notices, its title, its byline and its date. A credit line stays and is read; what stays is tidied, nothing more.

    `story_lines` are those that the page's elements show to be of the story: no call, and no byline unless it names an author.
    """

    def may_go(line: str) -> bool:
        return (line not in of_story or _names_one(line, authors)) and parse_credit(line, own_names) is None

    of_story = frozenset(map(tidy_line, story_lines))
    titles = _title_forms(title, own_names)
    tidy = tidy_text(text).split("\n")
    once = without_repeated_runs(tidy)
    lines, removed = drop_notices(once, notice_keys(extra_lines), of_story)
    removed.update({"repeated": len(tidy) - len(once)} if len(once) < len(tidy) else {})
    lines = _drop(lines, removed, "title", lambda line: fold(line) in titles or resembles_title(line, title or ""), top=TITLE_LINES)
    lines = _drop_at(lines, removed, "bio", bio_lines(lines, authors))
    lines = _drop(lines, removed, "byline", lambda line: _is_byline(line, authors) and may_go(line), top=TOP_LINES, bottom=BOTTOM_LINES)
    if not any(map(is_date_line, lines[TOP_LINES:])):  # a chronicle has dates for headings
        lines = _drop(lines, removed, "date", is_date_line, top=TOP_LINES)
    lines = _drop(lines, removed, "date", is_labelled_date, bottom=BOTTOM_LINES)
    return Cleaned(text="\n".join(lines) or None, credit=find_credit(lines, own_names), removed=dict(removed))


def clean_title(title: str, site_names: Sequence[str] = (), host: str = "") -> str:
    """`title` as one tidy line, without the site's name at its end or its beginning where a separator sets it off ("Story | Site")."""
    title = tidy_line(title)
    for _ in range(MAX_SITE_NAMES):
        title = _without_site_name(title, site_names, host)
    return title


def clean_article(article: Article, outlet: Outlet, story_lines: Collection[str] = ()) -> Article:
    """The article with text, title, credit, summary, authors, sections and tags clean; `provenance["removed"]` counts the lines by rule.

    `story_lines` as in `clean_text`.
    """
    names = own_names(outlet)
    title = clean_title(article.title or "", names, outlet.host) or None
    authors = distinct(article.authors)
    cleaned = clean_text(
        article.text or "", title=title, authors=authors, extra_lines=outlet.boilerplate_lines, own_names=names, story_lines=story_lines
    )
    return replace(
        article,
        title=title,
        text=cleaned.text,
        summary=tidy_line(article.summary or "") or None,
        authors=authors,
        credit=cleaned.credit,
        sections=distinct(article.sections),
        tags=distinct(article.tags),
        provenance={**article.provenance, "removed": dict(Counter(article.provenance.get("removed") or {}) + Counter(cleaned.removed))},
    )


def own_names(outlet: Outlet) -> tuple[str, ...]:
    """The names by which an outlet's pages may call it: its name, its slug, its host with and without the ending."""
    host = outlet.host.removeprefix("www.")
    slug = outlet.slug.replace("-", " ").replace("_", " ")
    return distinct((outlet.name, slug, outlet.slug, host, host.partition(".")[0].replace("-", " ")))


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Tidy lines in their order, empty ones and repeats left out."""
    return tuple(dict.fromkeys(line for line in map(tidy_line, values) if line))


def _drop(lines: list[str], removed: Counter[str], rule: str, goes: Callable[[str], bool], *, top: int = 0, bottom: int = 0) -> list[str]:
    """The lines but for those among the first `top` and the last `bottom` that go, which are counted for the rule."""
    end = max(top, len(lines) - bottom)
    return _drop_at(lines, removed, rule, [index for index in (*range(min(top, len(lines))), *range(end, len(lines))) if goes(lines[index])])


def _drop_at(lines: list[str], removed: Counter[str], rule: str, indexes: Collection[int]) -> list[str]:
    removed.update({rule: len(indexes)} if indexes else {})
    return [line for index, line in enumerate(lines) if index not in indexes]


def _without_site_name(title: str, names: Sequence[str], host: str) -> str:
    separators = list(_TITLE_SEPARATOR.finditer(title))
    for separator in separators[-MAX_NAME_PARTS:]:
        if names_outlet(title[separator.end() :], names, host):
            return title[: separator.start()]
    for separator in separators[:MAX_NAME_PARTS]:
        if names_outlet(title[: separator.start()], names, host):
            return title[separator.end() :]
    return title


def _is_byline(line: str, authors: Sequence[str]) -> bool:
    return is_byline(line, authors) or is_byline_and_date(line, authors)


def _names_one(line: str, authors: Sequence[str]) -> bool:
    """Whether a byline names one of the authors."""
    return not {fold(line), *(fold(name) for _, name, _ in byline_openers(line))}.isdisjoint(map(fold, authors))


def _title_forms(title: str | None, names: Sequence[str]) -> frozenset[str]:
    """The folded title, alone and with one of the outlet's names before or behind it."""
    folded = fold(title or "")
    if not folded:
        return frozenset()
    return frozenset((folded, *(form for name in map(fold, names) for form in (f"{folded} {name}", f"{name} {folded}"))))
