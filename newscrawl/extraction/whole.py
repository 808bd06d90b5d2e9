"""An article made of its parts: their texts behind one another, what each repeats of the first left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from newscrawl.core.arabic import fold
from newscrawl.core.article import Article, Rights
from newscrawl.core.page import Parts
from newscrawl.core.parts import NO_PARTS
from newscrawl.core.repeats import without_repeated_runs
from newscrawl.core.verdict import Rejection

TOP_LINES = 5
"""Standfirst, credit and date of the first part, which a theme may print above every one."""

OVERLAP_LINES = 3
"""Lines of the part before with which a part may begin again."""

MIN_FOOT_CHARS = 60
"""A line that stands at the end of two parts and is so long is about the author or the series; a shorter one may be a refrain."""


def whole_article(first: Article, found: Sequence[Article | Rejection], parts: Parts) -> Article:
    """The article of the first part with the texts `found` in the others. `provenance["parts"]` says how many were read, and why no more."""
    others = [part for part in found if isinstance(part, Article)]
    texts = [text.split("\n") for part in (first, *others) if (text := part.text)]
    lines, repeated = joined(texts)
    provenance = {**first.provenance, "removed": _removed((first, *others), repeated)}
    return replace(
        first,
        text="\n".join(lines) or None,
        credit=first.credit or (others[-1].credit if others else None),
        rights=_strictest([first.rights, *(other.rights for other in others)]),
        provenance=provenance | _about(parts),
        raw=(*first.raw, *(ref for part in parts.pages for ref in part.raw)),
    )


def _about(parts: Parts) -> dict[str, Any]:
    """What provenance says of the parts: nothing, where a link that looked like one to a second part led to none."""
    if not parts.pages and (parts.end is None or parts.end in NO_PARTS):
        return {}
    return {"parts": {"read": 1 + len(parts.pages), **({"end": str(parts.end)} if parts.end else {})}}


def joined(texts: Sequence[Sequence[str]]) -> tuple[list[str], int]:
    """The lines of all parts, and how many were left out because another part has them."""
    lines: list[str] = []
    for text in texts:
        lines = [*_without_foot(lines, text), *_without_head(text, texts[0], lines)] if lines else list(text)
    once = without_repeated_runs(lines)
    return once, sum(map(len, texts)) - len(once)


def _without_head(text: Sequence[str], first: Sequence[str], before: Sequence[str]) -> Sequence[str]:
    """The lines of a part without those at its top that stand at the top of the first, or were the last ones before."""
    top = {fold(line) for line in first[:TOP_LINES]}
    start = next((at for at, line in enumerate(text) if fold(line) not in top), len(text))
    text = text[start:]
    sizes = range(min(OVERLAP_LINES, len(text), len(before)), 0, -1)
    overlap = next((size for size in sizes if list(map(fold, before[-size:])) == list(map(fold, text[:size]))), 0)
    return text[overlap:]


def _without_foot(before: list[str], text: Sequence[str]) -> list[str]:
    """The lines so far without the long ones at their end with which this part ends too."""
    size = 0
    while size < min(len(before), len(text)) and len(text[-1 - size]) >= MIN_FOOT_CHARS and fold(before[-1 - size]) == fold(text[-1 - size]):
        size += 1
    return before[: len(before) - size] if size < len(text) else before


def _removed(articles: Sequence[Article], repeated: int) -> Mapping[str, Any]:
    counts: Counter[str] = sum((Counter(article.provenance.get("removed") or {}) for article in articles), Counter())
    counts.update({"repeated": repeated} if repeated else {})
    return dict(counts)


def _strictest(rights: Sequence[Rights]) -> Rights:
    """What the part says that keeps most back; paid when one of them is."""
    chosen = next((each for each in rights if each.reserved), rights[0])
    return replace(chosen, paywall=True) if any(each.paywall for each in rights) else chosen
