"""Many outlets on one server, the simulated time, and a log of everything that was asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Self
from urllib.parse import unquote, urlsplit

from tests.many.faults import ARTICLE, FEED, HOME, ROBOTS, Situation
from tests.many.paper import Change, Paper, Piece, happen
from tests.many.plan import CANARY_ADDRESS, Plan
from tests.many.validators import SHAPES
from tests.many.wire import Asked, Respond, Wire
from tests.site import markup
from tests.site.behaviour import Answer, redirect, status
from tests.site.loopback import RELATED_LINKS

NOTHING = "nothing"
"""What is asked for at an address where nothing ever was."""
HTML = ("Content-Type", "text/html; charset=UTF-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request and its answer. `at` is real, `simulated_at` simulated time, both in seconds; `article` is the number of the article that was asked
    for; `version` and `known` are of a feed: its tag now, and the tag of the last body that was given out at this very address."""

    round: int
    at: float
    simulated_at: float
    address: str
    target: str
    kind: str
    status: int
    conditional: bool
    article: int | None = None
    version: str | None = None
    known: str | None = None
    retry_after: str | None = None


class World:
    """The outlets of `plans`, each with `articles`; a context manager that answers between enter and exit.

    `begin_round` sets the simulated clock (real time plus `offset`), and lets things happen. The log is `seen`; what reached the address that nobody
    may ask is `canary`, and `told` are the articles (outlet and number) that a feed given out has held. `guests` are hosts that answer for themselves, by address; nothing of theirs is logged.
    """

    def __init__(
        self, plans: Sequence[Plan], articles: int, seed: int, *, guests: Mapping[str, Respond] | None = None, real_time: Callable[[], float] = time.time
    ) -> None:
        self.seed = seed
        self.round = 0
        self.offset = 0.0
        self.seen: list[Seen] = []
        self.canary: list[Asked] = []
        self.told: set[tuple[str, int]] = set()
        self._real_time = real_time
        self.papers = {plan.address: Paper(plan, articles, self.now()) for plan in plans}
        self._given: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()
        self._guests = dict(guests or {})
        self.wire = Wire([*self.papers, CANARY_ADDRESS, *self._guests], self._respond)

    def __enter__(self) -> Self:
        self.wire.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.wire.__exit__(*error)

    def now(self, at: float | None = None) -> datetime:
        """The simulated time, now or at a moment of real time."""
        return datetime.fromtimestamp((self._real_time() if at is None else at) + self.offset, UTC)

    def home(self, plan: Plan) -> str:
        """An outlet's address without a slash at its end."""
        return f"http://{plan.address}:{self.wire.port}"

    def begin_round(self, number: int, offset: float) -> None:
        """The clock goes on."""
        with self._lock:
            self.round, self.offset = number, offset

    def let_things_happen(self) -> list[Change]:
        """What the outlets' people do before the round that has begun."""
        with self._lock:
            return [happen(paper, self.round, self.seed, self.now()) for paper in self.papers.values()]

    def write_outlets(self, folder: Path, *, honest_only: bool = False) -> int:
        """One outlet file each; how many."""
        chosen = [paper.plan for paper in self.papers.values() if not (honest_only and paper.plan.fault)]
        for plan in chosen:
            (folder / f"{plan.slug}.toml").write_text(self._toml(plan), encoding="utf-8")
        return len(chosen)

    def _toml(self, plan: Plan) -> str:
        seeds = "".join(f'[[seed]]\nvia = "feed"\nurl = {json.dumps(self.home(plan) + path)}\n' for path in plan.feeds)
        extra = plan.spoils.toml if plan.spoils else ""
        return f"name = {json.dumps(markup.SITE_NAME)}\nhome = {json.dumps(self.home(plan) + '/')}\n{seeds}[fetch]\ndelay_seconds = {plan.delay_seconds}\n{extra}\n"

    # --- answers --------------------------------------------------------------------------------------------------------------------------

    def _respond(self, asked: Asked) -> Answer:
        with self._lock:
            if asked.address == CANARY_ADDRESS:
                self.canary.append(asked)
                return status(404)(Answer())
            if asked.address in self._guests:
                return self._guests[asked.address](asked)
            return self._answer(self.papers[asked.address], asked)

    def _answer(self, paper: Paper, asked: Asked) -> Answer:
        path = unquote(urlsplit(asked.target).path)
        feed, piece = paper.feed_at(path), paper.piece_at(path)
        kind = FEED if feed is not None else ARTICLE if piece is not None else {"/robots.txt": ROBOTS, "/": HOME}.get(path, NOTHING)
        sound = self._sound(paper, path, asked, feed, piece)
        answer = self._spoilt(paper.plan, kind, sound, asked)
        at = Seen(
            round=self.round,
            at=asked.at,
            simulated_at=asked.at + self.offset,
            address=asked.address,
            target=asked.target,
            kind=kind,
            status=answer.status,
            conditional=bool({"if-none-match", "if-modified-since"} & asked.headers.keys()),
            article=piece.story.number if piece else None,
            retry_after=dict(answer.headers).get("Retry-After"),
        )
        self.seen.append(self._with_versions(at, paper) if kind == FEED else at)
        return answer

    def _with_versions(self, at: Seen, paper: Paper) -> Seen:
        place, tag = (at.address, at.target), paper.version.tag
        known = self._given.get(place)
        if at.status == 200:
            self._given[place] = tag
            self.told |= {(paper.plan.slug, story.number) for story in paper.listed(paper.feed_at(urlsplit(at.target).path) or 0)}
        return replace(at, version=tag, known=known)

    def _spoilt(self, plan: Plan, kind: str, sound: Answer, asked: Asked) -> Answer:
        if plan.spoils is None or kind not in plan.spoils.where:
            return sound
        situation = Situation(
            now=self.now(asked.at),
            home=self.home(plan),
            target=asked.target,
            headers=asked.headers,
            canary=f"http://{CANARY_ADDRESS}:{self.wire.port}{asked.target}",
            rng=Random(f"{self.seed}/{self.round}/{plan.number}/{asked.target}"),
        )
        return plan.spoils.spoil(sound, situation)

    def _sound(self, paper: Paper, path: str, asked: Asked, feed: int | None, piece: Piece | None) -> Answer:
        home = self.home(paper.plan)
        if feed is not None:
            return self._feed(paper, feed, home, asked) if path == paper.feed_path(feed) else redirect(home + paper.feed_path(feed))(Answer())
        if piece is not None:
            return self._page(paper, piece, home, path)
        if path == "/robots.txt" and paper.plan.robots is not None:
            return Answer(headers=(("Content-Type", "text/plain; charset=UTF-8"),), body=paper.plan.robots.encode())
        if path == "/":
            return Answer(headers=(HTML,), body=markup.home_page(paper.listed(0), home).encode())
        return status(404)(Answer())

    def _page(self, paper: Paper, piece: Piece, home: str, path: str) -> Answer:
        if piece.gone:
            return status(404)(Answer())
        if path != unquote(piece.paths[-1]):
            return redirect(home + piece.paths[-1])(Answer())
        return Answer(headers=(HTML,), body=markup.article_page(piece.story, home, paper.listed(0)[:RELATED_LINKS]).encode())

    def _feed(self, paper: Paper, feed: int, home: str, asked: Asked) -> Answer:
        shape, version, plan = SHAPES[paper.plan.shape], paper.version, paper.plan
        age = (("Cache-Control", f"max-age={plan.max_age_seconds}"),) if plan.max_age_seconds else ()
        headers = (*shape.says(version), *age)
        if {"if-none-match", "if-modified-since"} & asked.headers.keys() and shape.holds(asked.headers, version):
            return Answer(status=304, headers=headers)
        body = markup.rss(paper.listed(feed), home).encode()
        return Answer(headers=(("Content-Type", "application/rss+xml; charset=UTF-8"), *headers), body=body)
