"""Which outlets there are: how each one behaves, decided from a seed and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.many.faults import FAULTS, Fault
from tests.many.validators import SHAPES, SHARED

DELAYS_SECONDS = (0.05, 0.1, 0.2)
ROBOTS = ("User-agent: *\nDisallow: /wp-admin/\n", None, "User-agent: *\nCrawl-delay: 0.3\nDisallow: /private/\n", "")
"""The text, None for 404. The third asks for a longer gap than any outlet file."""
CRAWL_DELAY_SECONDS = 0.3
MAX_AGE_SECONDS = 1800
ONE_IN_PUBLISHES = 5
ONE_IN_HAS_MAX_AGE = 7
CANARY_ADDRESS = "127.66.0.1"
NETWORK = "127.1.0.0/16"
"""The only addresses that a crawl of this world may ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One outlet. `robots` is its robots.txt, None for 404; `shape` names a row of SHAPES, `fault` one of FAULTS (None: honest)."""

    number: int
    story_seed: int
    shape: str
    delay_seconds: float
    robots: str | None
    max_age_seconds: int | None
    publishes: bool
    fault: str | None

    @property
    def slug(self) -> str:
        """Its name in outlet files and output."""
        return f"many-{self.number:03d}"

    @property
    def address(self) -> str:
        """Its host."""
        return f"127.1.{self.number // 250}.{self.number % 250 + 1}"

    @property
    def feeds(self) -> tuple[str, ...]:
        """The paths of its feeds, as its outlet file has them."""
        return ("/feed/", "/town/feed/") if self.shape == SHARED else ("/feed/",)

    @property
    def crawl_delay_seconds(self) -> float:
        """What its robots.txt asks for."""
        return CRAWL_DELAY_SECONDS if "Crawl-delay" in (self.robots or "") else 0.0

    @property
    def spoils(self) -> Fault | None:
        """Its fault, if it has one."""
        return FAULTS[self.fault] if self.fault else None


def plans(
    outlets: int, seed: int, faulty_share: float = 0.1, faults: Sequence[str] | None = None, delays_seconds: Sequence[float] = DELAYS_SECONDS
) -> list[Plan]:
    """`outlets` plans, the faulty ones spread evenly among them; `faults` are the kinds in their order, all kinds shuffled by the seed when None."""
    kinds = list(faults) if faults is not None else Random(f"{seed}/faults").sample(sorted(FAULTS), len(FAULTS))
    made: list[Plan] = []
    for number in range(outlets):
        so_far, with_this = int(number * faulty_share + 1e-9), int((number + 1) * faulty_share + 1e-9)
        made.append(plan(number, seed, kinds[so_far % len(kinds)] if with_this > so_far else None, delays_seconds))
    return made


def plan(number: int, seed: int, fault: str | None, delays_seconds: Sequence[float] = DELAYS_SECONDS) -> Plan:
    """One outlet; the lists go round at different speeds, so that their values meet in many pairs."""
    return Plan(
        number=number,
        story_seed=seed * 100_000 + number,
        shape=tuple(SHAPES)[number % len(SHAPES)],
        delay_seconds=delays_seconds[number // len(SHAPES) % len(delays_seconds)],
        robots=ROBOTS[number // 5 % len(ROBOTS)],
        max_age_seconds=MAX_AGE_SECONDS if number % ONE_IN_HAS_MAX_AGE == 0 else None,
        publishes=number % ONE_IN_PUBLISHES == 0 if fault is None else FAULTS[fault].publishes,
        fault=fault,
    )
