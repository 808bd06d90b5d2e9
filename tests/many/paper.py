"""The articles of one outlet and what its people do to them: publish, edit, move, delete."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from urllib.parse import unquote

from tests.many.plan import Plan
from tests.many.validators import Version
from tests.site.prose import Story, story

PER_FEED = 20
EVERY_THIRD = 3  # articles of the second feed


@dataclass(slots=True, kw_only=True)
class Piece:
    """One article over time. `told` is the story as the feed has it; `paths` are all its addresses, the last one counts."""

    story: Story
    told: Story
    paths: list[str]
    texts: list[str]
    gone: bool = False
    listed: bool = True
    touched: bool = False


@dataclass(slots=True, kw_only=True)
class Change:
    """What happened to one outlet before a round, by name: counted in the report."""

    published: int = 0
    kinds: list[str] = field(default_factory=list)


class Paper:
    """Articles and feeds of one outlet; the same calls make the same paper."""

    def __init__(self, plan: Plan, articles: int, now: datetime) -> None:
        self.plan = plan
        self.pieces: list[Piece] = []
        self.moves = 0
        self.changes = 0
        self.changed = now
        self._by_path: dict[str, Piece] = {}
        self.publish(articles, now)

    # --- what happens to it ---------------------------------------------------------------------------------------------------------------

    def publish(self, count: int, now: datetime) -> None:
        """New articles, the newest first in the feeds."""
        for number in range(len(self.pieces) + 1, len(self.pieces) + count + 1):
            one = story(self.plan.story_seed, number)
            self.pieces.append(Piece(story=one, told=one, paths=[one.path], texts=[one.text]))
            self._by_path[unquote(one.path)] = self.pieces[-1]
        self._touch(now)

    def edit_silently(self, rng: Random, now: datetime) -> None:
        """The page changes, its entry in the feed does not."""
        self._edit(self._pick(rng), "A correction was made")

    def edit(self, rng: Random, now: datetime) -> None:
        """Page and entry change."""
        piece = self._pick(rng)
        self._edit(piece, "This story was updated")
        piece.told = piece.story
        self._touch(now)

    def move_article(self, rng: Random, now: datetime) -> None:
        """It has a new address, which the feed lists; the old one redirects there for good."""
        piece = self._pick(rng)
        piece.paths.append(f"/archive{piece.paths[-1]}")
        piece.story, piece.told = (replace(one, path=piece.paths[-1]) for one in (piece.story, piece.told))
        self._by_path[unquote(piece.paths[-1])] = piece
        self._touch(now)

    def delete(self, rng: Random, now: datetime) -> None:
        """It is gone from feed and site."""
        piece = self._pick(rng)
        piece.gone, piece.listed = True, False
        self._touch(now)

    def announce_what_is_not_there(self, rng: Random, now: datetime) -> None:
        """A new article is listed, and its page is not found."""
        self.publish(1, now)
        self.pieces[-1].gone = self.pieces[-1].touched = True

    def move_feeds(self, rng: Random, now: datetime) -> None:
        """All feeds have new addresses, the old ones redirect there for good. What they say stays the same."""
        self.moves += 1

    def _pick(self, rng: Random) -> Piece:
        piece = rng.choice(self.untouched)
        piece.touched = True
        return piece

    @property
    def untouched(self) -> list[Piece]:
        """What may still change: an article changes once, or nobody could tell the one that was edited and then moved from another."""
        return [piece for piece in self.newest() if not piece.touched]

    def _edit(self, piece: Piece, note: str) -> None:
        piece.story = replace(piece.story, text=f"{note}, the {len(piece.texts)}. time.\n{piece.story.text}")
        piece.texts.append(piece.story.text)

    def _touch(self, now: datetime) -> None:
        self.changes += 1
        self.changed = now

    # --- what it shows --------------------------------------------------------------------------------------------------------------------

    @property
    def version(self) -> Version:
        """Of all its feeds: each change is a change of the whole site."""
        return Version(tag=f"{self.plan.number}-{self.changes}", changed=self.changed)

    def newest(self) -> Sequence[Piece]:
        """What the first feed lists, newest first."""
        return [piece for piece in self.pieces[::-1] if piece.listed][:PER_FEED]

    def listed(self, feed: int) -> list[Story]:
        """The stories of a feed, by its number."""
        return [piece.told for piece in self.newest() if feed == 0 or piece.story.number % EVERY_THIRD == 0]

    def feed_path(self, feed: int) -> str:
        """Where a feed is now."""
        path = self.plan.feeds[feed]
        return path if not self.moves else f"{path}v{self.moves}/"

    def feed_at(self, path: str) -> int | None:
        """The number of the feed that is, or once was, at `path`."""
        return next((number for number, first in enumerate(self.plan.feeds) if path == first or path.startswith(f"{first}v")), None)

    def piece_at(self, path: str) -> Piece | None:
        """The article that is, or once was, at an unquoted path."""
        return self._by_path.get(path)


CHANGES: Mapping[str, Callable[[Paper, Random, datetime], None]] = {
    "edited silently": Paper.edit_silently,
    "edited": Paper.edit,
    "article moved": Paper.move_article,
    "deleted": Paper.delete,
    "listed but not there": Paper.announce_what_is_not_there,
    "feeds moved": Paper.move_feeds,
}
OF_NO_ARTICLE = frozenset(("listed but not there", "feeds moved"))
ONE_IN_CHANGES = 50
"""In each round so many outlets apart one has a certain change: 12 % have one of the six."""
STRIDE = 11
"""Without a divisor in common with it, so that the changes go round."""


def happen(paper: Paper, round_number: int, seed: int, now: datetime) -> Change:
    """What a paper's people do before a round."""
    rng = Random(f"{seed}/{round_number}/{paper.plan.number}")
    change = Change(published=rng.choice((0, 0, 1, 2)) if paper.plan.publishes else 0)
    if change.published:
        paper.publish(change.published, now)
    if paper.plan.fault is None:
        place = (paper.plan.number + STRIDE * round_number) % ONE_IN_CHANGES
        change.kinds = [name for number, name in enumerate(CHANGES) if number == place and (name in OF_NO_ARTICLE or paper.untouched)]
        for name in change.kinds:
            CHANGES[name](paper, rng, now)
    return change
