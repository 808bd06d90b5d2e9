"""What must hold after the rounds: each check is one row of the report, with its bound and whether it was kept."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.many import counts
from tests.many.faults import LIAR
from tests.many.paper import Paper
from tests.many.plan import Plan
from tests.many.world import Seen, World

LEAST_304 = 0.99
LEAST_GAP = 0.95
MOST_LATENESS = 1.2
MOST_MEMORY = 1.25
MOST_SILENT_POLLS = 0.5
LEARNING_ROUNDS = 10
"""Before that nobody can have learnt how often an outlet publishes."""
DAY_SECONDS = 24 * 3600
EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One row. `kept` None: nothing was promised, the figure is only told."""

    name: str
    value: str
    bound: str = ""
    kept: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What became of the articles of some outlets in the output."""

    live: int = 0
    missing: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    wrong_text: tuple[str, ...] = ()


def output_of(papers: Sequence[Paper], records: Sequence[Mapping[str, Any]]) -> Output:
    """Compare the lines with the papers: each live article once, each gone one at most once, nothing else, each with a text that it once had."""
    by_slug = {paper.plan.slug: paper for paper in papers}
    times: Counter[tuple[str, int]] = Counter()
    strange, wrong = [], []
    for record in (record for record in records if record["outlet"] in by_slug):
        piece = by_slug[record["outlet"]].piece_at(unquote(urlsplit(record["url"]).path))
        if piece is None:
            strange.append(record["url"])
            continue
        times[(record["outlet"], piece.story.number)] += 1
        wrong += [] if record["text"] in piece.texts else [record["url"]]
    live = [(paper.plan.slug, piece.story.number) for paper in papers for piece in paper.pieces if not piece.gone]
    return Output(
        live=len(live),
        missing=tuple(f"{slug}/{number}" for slug, number in live if not times[(slug, number)]),
        doubled=tuple(f"{slug}/{number}" for (slug, number), count in times.items() if count > 1),
        strange=tuple(strange),
        wrong_text=tuple(wrong),
    )


def output_checks(world: World, records: Sequence[Mapping[str, Any]]) -> list[Check]:
    """The first promise, and what the liars hid."""
    honest = output_of(honest_papers(world), records)
    lying = [paper for paper in world.papers.values() if paper.plan.fault == LIAR]
    liars = output_of(lying, records)
    still_listed = {f"{paper.plan.slug}/{piece.story.number}" for paper in lying for piece in paper.newest()}
    hidden = [name for name in liars.missing if name in still_listed]
    told = {f"{slug}/{number}" for slug, number in world.told}
    unheard = sum(name not in told for name in honest.missing)
    return [
        none_of("live articles of honest outlets that are not in the output", honest.missing, of=honest.live),
        Check(name="of these, articles that no feed answer held: they came and went between two polls", value=str(unheard)),
        none_of("articles of honest outlets that are there more than once", honest.doubled),
        none_of("lines of honest outlets that are no article of theirs", honest.strange),
        none_of("lines of honest outlets with a text that never stood there", honest.wrong_text),
        none_of("articles that a lying feed lists, not in the output a week later", hidden, of=len(still_listed)),
        Check(name="articles that came and went while a feed lied", value=f"{len(liars.missing) - len(hidden)} of {liars.live}"),
    ]


def manners_checks(world: World, measured: Sequence[Seen]) -> list[Check]:
    """At the server; `measured` are the requests of the rounds proper, without those after the last change."""
    plans = {address: paper.plan for address, paper in world.papers.items()}
    honest = [row for row in measured if plans[row.address].fault is None]
    polled = counts.polls(honest)
    days = (world.seen[-1].simulated_at - world.seen[0].simulated_at) / DAY_SECONDS if world.seen else 0.0
    early = counts.asked_too_early(world.seen)
    twice = counts.fetched_twice(row for row in world.seen if plans[row.address].fault is None)
    return [
        Check(
            name="polls of unchanged feeds of honest outlets that were answered 304",
            value=f"{polled.share_304:.2%} ({polled.unchanged_304} of {polled.unchanged}; {polled.unchanged_without_conditions} were asked without conditions)",
            bound=f"≥ {LEAST_304:.0%}",
            kept=polled.share_304 >= LEAST_304,
        ),
        gap_check("gap between requests to a host, beside its outlet file's delay", counts.gaps(world.seen, plans, with_crawl_delay=False)),
        gap_check("the same, with the Crawl-delay of its robots.txt", counts.gaps(world.seen, plans, with_crawl_delay=True)),
        none_of("requests before Retry-After", [f"{row.address}{row.target} in round {row.round} (told {told.status} in {told.round})" for told, row in early]),
        none_of("articles of honest outlets fetched twice", [f"{address}{target}" for address, target in twice]),
        Check(name="articles fetched at a second address after a move", value=str(counts.fetched_at_two_addresses(honest))),
        at_most("polls of a feed before its max-age had gone", counts.polled_while_fresh(measured, plans), 0),
        at_most("requests for one honest host's robots.txt", counts.most_robots(row for row in world.seen if plans[row.address].fault is None), math.ceil(days) + 1),
        none_of("requests to the private address", [asked.target for asked in world.canary]),
    ]


def silent_check(world: World, measured: Sequence[Seen], rounds: int) -> Check:
    """Outlets that never publish are polled less and less."""
    silent = {address for address, paper in world.papers.items() if paper.plan.fault is None and not paper.plan.publishes}
    feeds = sum(len(world.papers[address].plan.feeds) for address in silent)
    asked = sum(row.address in silent and row.kind == "feed" and row.status in (200, 304) for row in measured)
    share = asked / (feeds * rounds) if feeds else 0.0
    kept = share <= MOST_SILENT_POLLS if rounds >= LEARNING_ROUNDS else None
    return Check(name="rounds in which a feed that announces nothing new was polled", value=f"{share:.1%}", bound=f"≤ {MOST_SILENT_POLLS:.0%}" if kept is not None else "", kept=kept)


def gap_check(name: str, found: Sequence[counts.Gap]) -> Check:
    """Every gap is long enough."""
    short = [gap for gap in found if gap.ratio < LEAST_GAP]
    worst = min(found, key=lambda gap: gap.ratio, default=None)
    told = f"worst {worst.ratio:.3f} × {worst.wanted_seconds:g} s ({worst.address} in round {worst.round}), {len(short)} of {len(found)} too short" if worst else "no request"
    return Check(name=name, value=told, bound=f"≥ {LEAST_GAP}", kept=not short)


def none_of(name: str, found: Sequence[str], of: int | None = None) -> Check:
    """Nothing was found; some examples of what was."""
    examples = f": {', '.join(found[:EXAMPLES])}{', …' if len(found) > EXAMPLES else ''}" if found else ""
    return Check(name=name, value=f"{len(found)}{f' of {of}' if of is not None else ''}{examples}", bound="0", kept=not found)


def at_most(name: str, value: float, bound: float) -> Check:
    """A number with an upper bound."""
    return Check(name=name, value=f"{value:g}", bound=f"≤ {bound:g}", kept=value <= bound)


def honest_papers(world: World) -> list[Paper]:
    """The outlets without a fault."""
    return [paper for paper in world.papers.values() if paper.plan.fault is None]


def broken(checks: Sequence[Check]) -> list[Check]:
    """Those whose promise was not kept."""
    return [check for check in checks if check.kept is False]


def faults_in(plans: Sequence[Plan]) -> str:
    """The faults of a world, for the report."""
    return ", ".join(sorted({plan.fault for plan in plans if plan.fault})) or "none"
