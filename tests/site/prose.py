"""Invented articles: article `n` of a seed is always the same, and no two have the same text."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote

from tests.site import words

FIRST_PUBLISHED = datetime(2025, 1, 1, 6, 0, tzinfo=timezone(timedelta(hours=3)))
MINUTES_APART = 37  # no two articles of a site share their minute
PARAGRAPHS = 5
SENTENCES_A_PARAGRAPH = 3

_EN = (words.BODIES_EN, words.DEEDS_EN, words.THINGS_EN, words.PLACES_EN, words.AFTERS_EN)
_AR = (words.BODIES_AR, words.DEEDS_AR, words.THINGS_AR, words.PLACES_AR, words.AFTERS_AR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article as its author knows it. `path` is percent-encoded, `text` has one paragraph a line."""

    number: int
    path: str
    language: str
    title: str
    text: str
    author: str
    section: str
    published: datetime

    def truth(self, home: str) -> dict[str, Any]:
        """What a perfect crawl of the site at `home` (no slash at its end) would say of it."""
        return {
            "url": home + self.path,
            "title": self.title,
            "text": self.text,
            "published": self.published.isoformat(),
            "authors": [self.author],
            "language": self.language,
        }


def story(seed: int, number: int) -> Story:
    """Article `number` (from 1) of the site that `seed` stands for; every third one is English, the others Arabic."""
    rng = random.Random(f"{seed}/{number}")
    return _english(rng, number) if number % 3 == 0 else _arabic(rng, number)


def _english(rng: random.Random, number: int) -> Story:
    body, deed, thing, place, _ = (rng.choice(column) for column in _EN)
    title = f"{_capital(body)} {deed} {thing} in {place}, report {number}"
    text = _paragraphs(rng, lambda: _capital("{} {} {} in {} {}, and {} people heard about it.".format(*_row(rng, _EN), rng.randint(20, 90_000))))
    published = _published(number)
    slug = f"{thing} {place} {number}".replace(" ", "-").lower()
    path = f"/{published:%Y/%m}/{slug}/"
    return Story(number=number, path=path, language="en", title=title, text=text, author=rng.choice(words.AUTHORS_EN), section=rng.choice(words.SECTIONS_EN), published=published)


def _arabic(rng: random.Random, number: int) -> Story:
    body, deed, thing, place, _ = (rng.choice(column) for column in _AR)
    title = f"{body} في {place} {deed} {thing}، التقرير {number}"
    text = _paragraphs(rng, lambda: "{} {} {} في {} {}، وسمع بالخبر {} شخصاً.".format(*_row(rng, _AR), rng.randint(20, 90_000)))
    published = _published(number)
    path = f"/{published:%Y/%m}/{quote(f'{thing} {place} {number}'.replace(' ', '-')).lower()}/"
    return Story(number=number, path=path, language="ar", title=title, text=text, author=rng.choice(words.AUTHORS_AR), section=rng.choice(words.SECTIONS_AR), published=published)


def _row(rng: random.Random, columns: tuple[tuple[str, ...], ...]) -> list[str]:
    return [rng.choice(column) for column in columns]


def _paragraphs(rng: random.Random, sentence: Callable[[], str]) -> str:
    return "\n".join(" ".join(sentence() for _ in range(SENTENCES_A_PARAGRAPH)) for _ in range(PARAGRAPHS))


def _published(number: int) -> datetime:
    return FIRST_PUBLISHED + timedelta(minutes=MINUTES_APART * number)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
