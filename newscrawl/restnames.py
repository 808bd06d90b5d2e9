"""The names behind the numbers of WordPress posts: authors, categories, tags and pictures, a hundred at a time and each once a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set

from scrapy.crawler import Crawler

from newscrawl.core.post import Names
from newscrawl.discovery.wordpress import RestPost, read_names
from newscrawl.restapi import Cause, RestApi, RestTrouble
from newscrawl.workers import WorkerProblem, workers_of

KINDS: Mapping[str, str] = {"users": "id,name", "categories": "id,name", "tags": "id,name", "media": "id,source_url"}
"""Routes of the interface, and the fields that are wanted of each."""
MOST_AT_ONCE = 100
"""As many as WordPress gives at a time."""
MOST_REMEMBERED = 200_000
"""Names of one kind, some 20 MB; pictures are as many as posts, and each is asked for once."""



class RestNames:
    """Remembers names. `note` hears of each kind that the outlet does not tell, which is not asked for again."""

    def __init__(self, crawler: Crawler, api: RestApi, note: Callable[[str], None]) -> None:
        self._crawler = crawler
        self._api = api
        self._note = note
        self._known: dict[str, dict[int, str]] = defaultdict(dict)
        self._closed: set[str] = set()

    async def of(self, posts: Sequence[RestPost]) -> Names:
        """Names by kind and number for these posts; a number without a name is not there. Raises `RestTrouble`."""
        return {kind: await self._of_kind(kind, {number for post in posts for number in post.numbers[kind]}) for kind in KINDS}

    async def _of_kind(self, kind: str, wanted: Set[int]) -> Mapping[int, str]:
        known = self._known[kind]
        if len(known) > MOST_REMEMBERED:
            known.clear()
        missing = sorted(wanted - known.keys())
        for start in range(0, len(missing), MOST_AT_ONCE):
            if kind not in self._closed:
                await self._learn(kind, missing[start : start + MOST_AT_ONCE])
        return {number: known[number] for number in wanted if known.get(number)}

    async def _learn(self, kind: str, numbers: Sequence[int]) -> None:
        asks = {"include": ",".join(map(str, numbers)), "per_page": str(MOST_AT_ONCE), "_fields": KINDS[kind]}
        try:
            page, _ = await self._api.ask(kind, asks)
        except RestTrouble as trouble:
            if trouble.cause not in (Cause.ABSENT, Cause.REFUSED, Cause.HEAVY):
                raise
            if trouble.cause is Cause.HEAVY:
                await self._api.changed_last()  # raises where it is not this kind alone that fails
            self._close(kind, trouble.problem)
            return
        await self._api.archived(page)
        names = await workers_of(self._crawler).run(read_names, page.body, share=self._api.outlet.slug)
        if isinstance(names, WorkerProblem | str):
            self._close(kind, names if isinstance(names, str) else names.detail)
            return
        self._known[kind].update({number: names.get(number, "") for number in numbers})

    def _close(self, kind: str, problem: str) -> None:
        self._closed.add(kind)
        self._note(f"it does not tell its {kind}: {problem}")
