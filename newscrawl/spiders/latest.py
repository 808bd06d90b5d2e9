"""`latest`: polls the seeds that are due, then fetches the links that are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawl.clock import utc_now
from newscrawl.core.outlet import Outlet, Seed, Serves, Via
from newscrawl.handlers import STOPPED
from newscrawl.manners import HostWantsQuiet
from newscrawl.paths import paths_from, registry_from
from newscrawl.polls import conditions
from newscrawl.search import SeedSearch, search_state
from newscrawl.seedreader import Asked, SeedReader, seed_of
from newscrawl.spiders.arguments import latest_arguments
from newscrawl.spiders.base import ANSWERS, NewsSpider, in_words, kind_of_error, was_tried
from newscrawl.stores.state.seeds import Origin, SeedState

READ_BY_LATEST = frozenset({Via.FEED, Via.SITEMAP})
MOST_CHILDREN_A_RUN = 1000
"""Sitemaps of an outlet's indexes that one run reads: a quarter of an hour at a second each; the rest stays due."""


class LatestSpider(NewsSpider):
    """Arguments: `outlet=slug,slug` or `site=URL`, `limit=N`, `minutes=N`, `force=1` (all seeds, due or not), `refill=1` (also articles
    that have no line in the output)."""

    name = "latest"

    def read_arguments(self, settings: BaseSettings) -> None:
        self.arguments = latest_arguments(self.raw_arguments, registry_from(settings), paths_from(settings).kept_outlets)

    async def start(self) -> AsyncIterator[Any]:
        if self.arguments.refill:
            await self.ledger.book.refill([outlet.slug for outlet in self.arguments.outlets])
        await self.ledger.begin(self.arguments.outlets, self.arguments.limit)
        if self.arguments.minutes is not None:
            self.ledger.turns.end_after(60 * self.arguments.minutes)
        self._reader = SeedReader(self.crawler, self.ledger)
        self._search = SeedSearch(self.crawler, self.ledger, self._reader, self.seed_request)
        self._children_out: Counter[str] = Counter()
        self._children_asked: Counter[str] = Counter()
        for outlet in self.arguments.outlets:
            for request in await self.seed_requests(outlet):
                yield request
        while links := await self.ledger.links.due():
            for link in links:
                yield self.link_request(link)

    # --- which seeds ------------------------------------------------------------------------------------------------------------------------

    async def seed_requests(self, outlet: Outlet) -> list[Request]:
        """A conditional request for each seed of the outlet that is due; for its home page, where it has no seed and is to be searched."""
        wanted = [seed for seed in outlet.seeds if seed.is_for(Serves.LATEST) and seed.via in READ_BY_LATEST]
        states = [SeedState(outlet=outlet.slug, url=seed.url, via=seed.via) for seed in wanted]
        if not wanted:
            return await self.found_requests(outlet)
        await self.ledger.seeds.tidy(outlet)
        return await self.due_requests(outlet, wanted, states)

    async def found_requests(self, outlet: Outlet) -> list[Request]:
        """Requests for the seeds that were found from the home page; and for that page, when none of them is alive."""
        states = [state for state in await self.ledger.seeds.found(outlet) if not state.is_stopped]
        searches = [] if any(not state.is_dead for state in states) else await self.search_requests(outlet)
        return [*await self.due_requests(outlet, [seed_of(state) for state in states], states), *searches]

    async def due_requests(self, outlet: Outlet, wanted: Sequence[Seed], states: Sequence[SeedState]) -> list[Request]:
        """Requests for those of the seeds that are due, and for sitemaps of their indexes."""
        taken = {state.url: state for state in await self.ledger.seeds.take(states, due_or_not=self.arguments.force)}
        others = await self.ledger.seeds.known(outlet, [seed.url for seed in wanted if seed.url not in taken])
        self.ledger.seeds.tell_of_stopped(outlet, others, others=len(taken))
        due = [Asked(outlet=outlet, seed=seed, state=taken[seed.url]) for seed in wanted if seed.url in taken]
        sitemaps = [seed for seed in wanted if seed.via is Via.SITEMAP]
        may_start = sitemaps and not any(asked.seed in sitemaps for asked in due)  # else the index is asked first which of them changed
        return [*map(self.seed_request, due), *(await self.children_requests(outlet) if may_start else ())]

    async def search_requests(self, outlet: Outlet) -> list[Request]:
        """The request for the home page of an outlet without seeds, when it was not searched lately."""
        taken = await self.ledger.seeds.take([search_state(outlet)], due_or_not=self.arguments.force)
        about = [{"outlet": outlet, "state": state} for state in taken]
        return [self._request(outlet.home, "page", self.parse_home, self.home_failed, each) for each in about]

    async def children_requests(self, outlet: Outlet) -> list[Request]:
        """Requests for sitemaps that an index of the outlet lists, as many as it allows at a time; the next when these were answered."""
        left = MOST_CHILDREN_A_RUN - self._children_asked[outlet.slug]
        room = min(outlet.fetch.connections - self._children_out[outlet.slug], left)
        if room <= 0 or not self.crawler.crawling or self.ledger.turns.is_late:
            return []
        states = await self.ledger.seeds.take_children(outlet, room)
        self._children_out[outlet.slug] += len(states)
        self._children_asked[outlet.slug] += len(states)
        return [self.seed_request(Asked(outlet=outlet, seed=seed_of(state), state=state)) for state in states]

    # --- requests ---------------------------------------------------------------------------------------------------------------------------

    def seed_request(self, asked: Asked) -> Request:
        """The request for a seed; conditional when what its validators stand for was read by this reader and under the outlet's rules of today."""
        headers = conditions(asked.state, asked.mark, int(utc_now().timestamp()))
        request = self._request(asked.state.address, str(asked.seed.via), self.parse_seed, self.seed_failed, {"asked": asked})
        request.meta["validators"] = {"url": asked.state.address, "headers": headers}
        return request

    def _request(self, url: str, kind: str, callback: Any, errback: Any, about: dict[str, Any]) -> Request:
        return Request(
            url,
            callback=callback,
            errback=errback,
            cb_kwargs=about,
            meta={"handle_httpstatus_list": ANSWERS, "kind": kind},
            priority=10,  # links wait for seeds, not seeds for links
            dont_filter=True,
        )

    # --- answers ----------------------------------------------------------------------------------------------------------------------------

    async def parse_seed(self, response: Response, asked: Asked) -> AsyncIterator[Request]:
        """Unchanged: note it. Else read the links in a worker, and store them with the validators; then the sitemaps that it lists."""
        with self.ledger.seeds.more_to_come(asked.outlet):
            await self._reader.store(response, asked)
            for request in await self.next_children(asked):
                yield request

    async def seed_failed(self, failure: Failure) -> AsyncIterator[Request]:
        """No answer: the seed is asked again later."""
        asked: Asked = failure.request.cb_kwargs["asked"]  # type: ignore[attr-defined]
        with self.ledger.seeds.more_to_come(asked.outlet):
            await self._note_failure(asked, failure.value, is_tried=was_tried(failure.request))  # type: ignore[attr-defined]
            for request in await self.next_children(asked):
                yield request

    async def _note_failure(self, asked: Asked, error: BaseException, *, is_tried: bool = False) -> None:
        if str(error) == STOPPED:
            self.ledger.seeds.let_go(asked.outlet)  # nobody was asked; the seed is as it was
        elif isinstance(error, HostWantsQuiet) and not is_tried:
            await self._reader.postpone(asked, in_words(error), error.seconds)
        else:
            kind, reason = kind_of_error(error)
            await self._reader.fail(asked, kind, f"{reason} ({kind}): {in_words(error)}")

    async def next_children(self, asked: Asked) -> Sequence[Request]:
        """Requests that follow the answer of a seed: its own sitemaps, or the next of the index that it stands in."""
        if asked.state.origin == Origin.INDEX:
            self._children_out[asked.outlet.slug] -= 1
        return await self.children_requests(asked.outlet) if asked.seed.via is Via.SITEMAP else ()

    async def parse_home(self, response: Response, outlet: Outlet, state: SeedState) -> AsyncIterator[Request]:
        """Look for seeds, from what the home page declares on."""
        with self.ledger.seeds.more_to_come(outlet):
            await self._search.from_home(response, outlet, state)
            for request in await self.children_requests(outlet):
                yield request

    async def home_failed(self, failure: Failure) -> None:
        """No home page, so nothing to search."""
        known = failure.request.cb_kwargs  # type: ignore[attr-defined]
        if str(failure.value) == STOPPED:
            self.ledger.seeds.let_go(known["outlet"])
            return
        if isinstance(failure.value, HostWantsQuiet):
            await self._search.postpone(known["outlet"], known["state"], failure.value.seconds)
            return
        kind, reason = kind_of_error(failure.value)
        await self._search.failed(known["outlet"], known["state"], f"{reason} ({kind}): {in_words(failure.value)}", kind)
