"""The walk over an outlet's archive by its WordPress REST interface: windows are asked for, and their posts handed on as pages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from scrapy.crawler import Crawler

from newscrawl.clock import utc_now
from newscrawl.core.failure import FailureKind
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet
from newscrawl.core.page import Page, Unfetched
from newscrawl.core.post import Members, Names
from newscrawl.core.range import Range
from newscrawl.core.verdict import Reason
from newscrawl.discovery.wordpress import MOMENT_FIELDS, RestPost
from newscrawl.discovery.wordpress_pace import Pace, smaller
from newscrawl.discovery.wordpress_walk import (
    DONE,
    EDITED,
    IGNORED,
    POSTS,
    Cursor,
    advanced,
    again,
    begun,
    cursor_of,
    name_of_walk,
    passed,
    stored,
    whole_months,
    window,
    without_edits,
)
from newscrawl.ledger import Ledger
from newscrawl.restapi import POSTS_ROUTE, TRIES, Answered, Cause, RestApi, RestTrouble
from newscrawl.restarchive import place_of, posts_at
from newscrawl.restbatch import read_together
from newscrawl.restnames import RestNames
from newscrawl.restposts import PostReader, number_of
from newscrawl.stores.state.walks import Found

logger = logging.getLogger(__name__)

MOST_BROKEN = 10
"""Posts in a row that the outlet fails at: it is not the posts then, and the walk goes on in another run."""
LATER_SECONDS = 60.0
"""For what was not asked for, because the outlet failed before."""


class _Chosen(NamedTuple):
    """Posts of an answer with what the frontier can hold of each, the archived answer, the names in them, and how many others were known."""

    sound: Sequence[tuple[RestPost, Found]]
    page: Page
    names: Names
    known: int


class RestWalk:
    """One walk over the interface `api` for the days of `wanted`."""

    def __init__(self, crawler: Crawler, ledger: Ledger, api: RestApi, wanted: Range, *, oldest_first: bool) -> None:
        self._crawler = crawler
        self._ledger = ledger
        self._walks = ledger.walks
        self._api = api
        self._outlet: Outlet = api.outlet
        self._wanted = wanted
        self._oldest_first = oldest_first
        self._pace = Pace()
        self._broken = 0
        self.total: int | None = None
        self.months = ""
        self._names = RestNames(crawler, api, self._note)
        self._reader = PostReader(api.outlet, api.seed, utc_now())

    async def pages(self) -> AsyncIterator[Page | Unfetched]:
        """All posts that are wanted, as pages, until the walk is done or the run has had enough. Raises `RestTrouble`."""
        text = await self._walks.cursor(self._outlet, self._api.root)
        name = name_of_walk(self._wanted) + ("" if self._api.route == POSTS_ROUTE else f" {self._api.route}")
        cursor = again(cursor_of(text, name))
        self._pace = Pace(size=cursor.size)
        async for each in self._owed(cursor.answer):
            yield each
        if cursor.began is None or (cursor.is_oldest_first != self._oldest_first and cursor.phase == POSTS):
            cursor = begun(Cursor(is_oldest_first=self._oldest_first), await self._api.changed_last())
        ahead: asyncio.Task[Answered] | None = None
        try:
            while cursor.phase != DONE and self._may_go_on:
                try:
                    answer = await (ahead or self._window(cursor))
                except RestTrouble:
                    await self._walks.save(self._outlet, self._api.root, stored(text, name, replace(cursor, size=self._pace.size)))
                    raise
                chosen = await self._chosen(answer)
                cursor = replace(self._behind(cursor, answer), size=self._pace.size, answer=place_of(chosen.page.raw[-1]))
                text = stored(text, name, cursor)
                ahead = self._asked_ahead(cursor)
                async for each in read_together(self._crawler, self._ledger, await self._judged(answer, chosen, text), self._outlet.slug):
                    yield each
        finally:
            if ahead is not None:
                ahead.cancel()
        if cursor.phase == DONE and not self._walks.is_over() and not self._ledger.turns.is_late:
            await self._count()

    def _asked_ahead(self, cursor: Cursor) -> asyncio.Task[Answered] | None:
        """The answer behind the one whose posts are judged meanwhile; None where it may not be needed: a limit is spent to the article."""
        is_needed = cursor.phase != DONE and self._may_go_on and self._walks.room is None
        return asyncio.create_task(self._window(cursor)) if is_needed else None

    async def _count(self) -> None:
        """Learn how many posts the outlet says that it has, for `scrapy coverage`: asked when the walk is through, so that what was taken down
        meanwhile is missed by nobody. That it can't be told costs the walk nothing."""
        months, asks = whole_months(self._wanted) or ("", {})
        if not months:
            return
        try:
            total = (await self._api.posts(asks, MOMENT_FIELDS)).total
        except RestTrouble as trouble:
            self._note(f"how many posts it has can't be told: {trouble.problem}")
            return
        self.total, self.months = total, months

    @property
    def _may_go_on(self) -> bool:
        return not self._walks.is_over() and not self._ledger.turns.is_late and self._walks.room != 0

    def _within_room(self, size: int) -> int:
        room = self._walks.room
        return size if room is None else max(1, min(size, room))

    def _behind(self, cursor: Cursor, answer: Answered) -> Cursor:
        """The cursor behind an answer."""
        if answer.broken and not answer.posts:
            return passed(cursor)
        behind = advanced(cursor, answer.posts, answer.asked_for, answer.total)
        if behind == IGNORED and cursor.phase == EDITED:
            self._note("its WordPress can't tell what was changed: edits are not looked for")
            return without_edits(cursor)
        if isinstance(behind, str):
            raise RestTrouble(behind, Cause.REFUSED, FailureKind.HARD)
        return behind

    # --- windows ----------------------------------------------------------------------------------------------------------------------------

    async def _window(self, cursor: Cursor) -> Answered:
        """The next window: a smaller one where the outlet is slow or fails, and at last one without the text that it fails at."""
        while True:
            size = self._within_room(self._pace.size)
            asks = window(cursor, size, self._wanted)
            less = smaller(size)
            try:
                answer = await self._api.posts(asks, tries=TRIES if less is None else 0)
            except RestTrouble as trouble:
                if trouble.cause is not Cause.HEAVY:
                    raise
                if less is None:
                    return await self._step_over(cursor, trouble)
                logger.warning("%s: %s; asking for %d posts at a time outlet=%s", self._api.root, trouble.problem, less, self._outlet.slug)
                self._pace = Pace(size=less)
                continue
            self._pace = self._pace.after(answer.seconds)
            self._broken = 0
            return answer

    async def _step_over(self, cursor: Cursor, trouble: RestTrouble) -> Answered:
        """The one post of a window that the outlet can't give, without its text; or nothing of it, where it can't tell even that. Raises where it is
        not this post alone that fails."""
        self._broken += 1
        if self._broken > MOST_BROKEN:
            raise trouble
        try:
            answer = await self._api.posts(window(cursor, 1, self._wanted), MOMENT_FIELDS)
        except RestTrouble as still:
            if still.cause is not Cause.HEAVY:
                raise
            answer = replace(await self._api.posts(window(passed(cursor), 1, self._wanted), MOMENT_FIELDS), posts=())
            self._note(f"one post next to {cursor.at or 'the first'} can't be had by any question: {still.problem}")
        return replace(answer, broken=trouble.problem)

    async def _chosen(self, answer: Answered) -> _Chosen:
        """Those posts of an answer that are wanted, with their names, and the answer as it is archived."""
        posts = [post for post in answer.posts if self._reader.is_wanted(post, self._wanted)]
        found = [self._reader.found(post) for post in posts]
        sound = [(post, each) for post, each in zip(posts, found, strict=True) if isinstance(each, Found)]
        for refusal in (each for each in found if isinstance(each, str)):
            self._ledger.book.summary.entries(self._outlet.slug, {refusal: 1}, {})
        places = await self._walks.wanted(self._outlet, [each for _, each in sound])
        known, sound = len(sound) - len(places), [sound[place] for place in places]
        page, names = await self._archived(answer, [post for post, _ in sound])
        return _Chosen(sound=sound, page=page, names=names, known=known)

    async def _judged(self, answer: Answered, chosen: _Chosen, cursor: str) -> list[Page | Unfetched]:
        """The posts that this run is to judge; the cursor is stored with their links, once those before have their verdicts."""
        sound, page, names = chosen.sound, chosen.page, chosen.names
        await self._walks.wait_for_room()
        taken = await self._walks.take(self._outlet, self._api.root, [each for _, each in sound], cursor, chosen.known)
        self._ledger.book.summary.outlet(self._outlet.slug).ahead = max((answer.total or 0) - len(answer.posts), 0)
        if answer.broken:
            return [self._failing(link, answer.broken) for _, link in taken]
        return [self._reader.page(link, sound[place][0], page, names, sound[place][1].link.url) for place, link in taken]

    async def _archived(self, answer: Answered, wanted: Sequence[RestPost]) -> tuple[Page, Names]:
        """The answer as it is archived, and the names in its posts that are wanted: before the cursor moves, so that a failure here costs none."""
        names: Names = {}
        try:
            names = {} if answer.broken else await self._names.of(wanted)
        finally:
            page = await self._api.archived(answer.page, Members(posts=tuple(post.id for post in wanted if not answer.broken), names=names))
        return page, names

    # --- what earlier runs left -----------------------------------------------------------------------------------------------------------------

    async def _owed(self, last: str) -> AsyncIterator[Page | Unfetched]:
        """What earlier runs left without a verdict: read in the last answer, which lies in the archive, else asked for by number."""
        held = await posts_at(self._ledger, self._outlet, last) if last else {}
        while self._may_go_on and (links := await self._walks.owed(self._outlet, self._api.seed, self._pace.size)):
            missing = [link for link in links if number_of(link) not in held]
            found = [replace(held[number_of(link)], link=link) for link in links if number_of(link) in held]
            async for each in read_together(self._crawler, self._ledger, found, self._outlet.slug):
                yield each
            try:
                found_anew = await self._owed_pages(missing) if missing else []
            except RestTrouble as trouble:
                for link in missing:
                    yield _put_off(link, trouble)
                raise
            for each in found_anew:
                yield each
            await self._walks.wait_for_room()

    async def _owed_pages(self, links: Sequence[Link]) -> list[Page | Unfetched]:
        """The posts of these links; halves where the outlet fails over all of them, down to the one that it fails at."""
        asks = {"include": ",".join(str(number_of(link)) for link in links), "per_page": str(len(links))}
        try:
            answer = await self._api.posts(asks, tries=TRIES if len(links) == 1 else 0)
        except RestTrouble as trouble:
            if trouble.cause is not Cause.HEAVY:
                raise
            if len(links) > 1:
                half = len(links) // 2
                return [*await self._owed_pages(links[:half]), *await self._owed_pages(links[half:])]
            await self._api.changed_last()  # raises where it is not this post alone that fails
            return [self._failing(links[0], trouble.problem)]
        page, names = await self._archived(answer, answer.posts)
        posts = {post.id: post for post in answer.posts}
        found = [(link, posts.get(number_of(link))) for link in links]
        return [_gone(link) if post is None else self._reader.page(link, post, page, names) for link, post in found]

    def _failing(self, link: Link, problem: str) -> Unfetched:
        logger.warning("%s: post %d: its WordPress fails at this one: %s outlet=%s", link.url, number_of(link), problem, self._outlet.slug)
        detail = f"its WordPress fails at post {number_of(link)}: {problem}"
        return Unfetched(link=link, kind=FailureKind.SOFT, reason=Reason.HTTP_ERROR, detail=detail)

    def _note(self, what: str) -> None:
        logger.warning("%s: %s outlet=%s", self._api.root, what, self._outlet.slug)
        self._ledger.book.summary.notes.append(f"{self._outlet.slug}: {self._api.root}: {what}")


def _gone(link: Link) -> Unfetched:
    return Unfetched(link=link, kind=FailureKind.HARD, reason=Reason.NOT_FOUND, detail="its WordPress gives no such post any more")


def _put_off(link: Link, trouble: RestTrouble) -> Unfetched:
    wait = trouble.wait or LATER_SECONDS
    return Unfetched(
        link=link, kind=FailureKind.SOFT, reason=Reason.HTTP_ERROR, detail=trouble.problem, retry_after_seconds=wait, was_asked=False
    )
