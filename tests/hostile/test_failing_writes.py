"""A disk that fails at any write: the run says so and ends with an error, nothing is half-written, and the next run completes.

The ordinary suite tries a few writes of one run; `make hostile` tries every write of every kind of run.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawl.stores.state import StateDb
from tests.crawling import Crawls
from tests.hostile.writes import KINDS, Kind, Scene, WriteLab, compiled
from tests.reliability import Measured
from tests.site.loopback import LoopbackOutlet
from tests.site.roads import MadeRoads
from tests.site.wordpress import MadeWordPress

pytestmark = [
    pytest.mark.promise("T4"),
    pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler: the library that lets writes fail can't be made"),
]

ARTICLES, POSTS = 2, 3
SLICE_STEP = 150  # every so manieth write, from another one on for each kind

Check = Callable[[list[dict[str, Any]]], None]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("library"))


def has_all(site: LoopbackOutlet) -> Check:
    """Each article once, with its text, and nothing else."""

    def check(records: list[dict[str, Any]]) -> None:
        texts = {article["url"].lower(): article["text"] for article in site.truth()}
        assert sorted(record["url"].lower() for record in records) == sorted(texts)
        assert all(record["text"] == texts[record["url"].lower()] for record in records)

    return check


LATEST = ("-a", "outlet=loopback", "-a", "force=1")


@contextmanager
def first_run(folder: Path) -> Iterator[Scene]:
    """A crawl into an empty folder."""
    with LoopbackOutlet(ARTICLES, seed=1) as site:
        site.outlet_toml(folder / "outlets")
        yield Scene(folder=folder, spider="latest", args=LATEST, check=has_all(site))


@contextmanager
def later_run(folder: Path) -> Iterator[Scene]:
    """A crawl for what was published since."""
    with LoopbackOutlet(ARTICLES, seed=1) as site:
        site.outlet_toml(folder / "outlets")
        assert Crawls(folder).latest(*LATEST).code == 0
        site.publish(1)
        yield Scene(folder=folder, spider="latest", args=LATEST, check=has_all(site))


@contextmanager
def archive_walk(folder: Path) -> Iterator[Scene]:
    """A backfill over a WordPress interface, with a state that is there."""
    with LoopbackOutlet(articles=0, seed=2) as site:
        made = MadeWordPress.with_posts(site, POSTS, apart=timedelta(hours=5))
        made.open()
        site.outlet_toml(folder / "outlets")
        empty_state(folder)
        yield Scene(folder=folder, spider="backfill", args=("-a", "outlet=loopback", "-a", "via=wordpress"), check=has_posts(made))


def has_posts(made: MadeWordPress) -> Check:
    def check(records: list[dict[str, Any]]) -> None:
        assert sorted(record["text"] for record in records) == sorted(post.text for post in made.posts)

    return check


@contextmanager
def replayed(folder: Path) -> Iterator[Scene]:
    """The archive of a crawl, read into a folder that has a state and nothing else."""
    with LoopbackOutlet(ARTICLES, seed=3) as site:
        site.outlet_toml(folder / "outlets")
        assert Crawls(folder).latest("-a", "outlet=loopback").code == 0
        saved = folder / "saved"
        shutil.move(folder / "data" / "warc", saved)
        shutil.rmtree(folder / "data")
        empty_state(folder)
        yield Scene(folder=folder, spider="replay", args=("-a", f"warc={saved}/*/*.warc.gz"), check=has_all(site))


def empty_state(folder: Path) -> None:
    """A state without rows: how one is made, the first run tries."""
    StateDb.open(f"sqlite:///{folder / 'data' / 'state.sqlite'}").close()


@contextmanager
def made_outlet(folder: Path) -> Iterator[Scene]:
    """A site that is named by its address, whose outlet file is written to the data folder."""
    with LoopbackOutlet(1, seed=5) as site:
        empty_state(folder)
        yield Scene(folder=folder, spider="latest", args=("-a", f"site={site.home}", "-a", "force=1"), check=has_all(site))


@contextmanager
def refilled(folder: Path) -> Iterator[Scene]:
    """A file of the output is gone, and its articles are fetched again."""
    with LoopbackOutlet(ARTICLES, seed=6) as site:
        site.outlet_toml(folder / "outlets")
        crawls = Crawls(folder)
        assert crawls.latest(*LATEST).code == 0
        for part in crawls.data.glob("articles/*/*.jsonl"):
            part.unlink()
        yield Scene(folder=folder, spider="latest", args=(*LATEST, "-a", "refill=1"), check=has_all(site))


@contextmanager
def walked_again(folder: Path) -> Iterator[Scene]:
    """A backfill by pages of an archive that an earlier run walked for other days."""
    with LoopbackOutlet(6, seed=7) as site:
        roads = MadeRoads(site)
        roads.open_sitemaps()
        site.outlet_toml(folder / "outlets")
        args = ("-a", "outlet=loopback", "-a", "via=sitemap")
        assert Crawls(folder).crawl("backfill", *args, "-a", f"until={site.truth()[2]['published'][:10]}").code in (0, 3)
        yield Scene(folder=folder, spider="backfill", args=args, check=has_all(site))


SCENES = {"first run": first_run, "later run": later_run, "backfill": archive_walk, "replay": replayed}
MORE_SCENES = {"site": made_outlet, "refill": refilled, "backfill of other days": walked_again}
MORE_STEP = 3
FIRST_KINDS = [pytest.param(number, kind, marks=[pytest.mark.thorough] if number else []) for number, kind in enumerate(KINDS)]


@pytest.mark.parametrize(("number", "kind"), FIRST_KINDS, ids=[kind.name for kind in KINDS])
def test_some_writes_fail(tmp_path: Path, library: Path, number: int, kind: Kind, measured: Measured) -> None:
    with first_run(tmp_path) as scene:
        figures = WriteLab(scene, library).fail_each(kind, SLICE_STEP, start=1 + number * SLICE_STEP // len(KINDS))
    measured("failed writes", figures.cases)
    assert figures.cases >= 2, str(figures)


@pytest.mark.hostile
@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
@pytest.mark.parametrize("scene", SCENES)
def test_every_write_fails(tmp_path: Path, library: Path, scene: str, kind: Kind, measured: Measured) -> None:
    with SCENES[scene](tmp_path) as what:
        figures = WriteLab(what, library).fail_each(kind, kind.step)
    print(f"\n{scene}, {kind.name}: {figures}")
    measured("failed writes", figures.cases)
    assert figures.cases >= figures.calls * 9 // 10 // kind.step, str(figures)


@pytest.mark.hostile
@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
@pytest.mark.parametrize("scene", MORE_SCENES)
def test_every_third_write_fails(tmp_path: Path, library: Path, scene: str, kind: Kind, measured: Measured) -> None:
    step = max(kind.step, MORE_STEP)
    with MORE_SCENES[scene](tmp_path) as what:
        figures = WriteLab(what, library).fail_each(kind, step)
    print(f"\n{scene}, {kind.name}: {figures}")
    measured("failed writes", figures.cases)
    assert figures.cases >= figures.calls * 8 // 10 // step, str(figures)
