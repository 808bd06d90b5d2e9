"""The bundled sample outlet, crawled as `make crawl` does: exactly what its truth says, and nothing the second time."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import newscrawl
from newscrawl.core.article import Article
from newscrawl.core.url import clean_url
from newscrawl.stores.warc_read import ArchivedResponse, read_at
from tests.crawling import Crawls, Ran

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
COMPARED = ("url", "link", "title", "text", "authors", "published", "modified", "sections", "tags", "language", "credit")
NOTICES = ("Comments are closed.", "التعليقات مغلقة.")
OUTLET = "sample"


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLE / name).read_text("utf-8").splitlines()]


TRUTH = {row["link"]: row for row in lines("truth.jsonl")}
REJECTED = {row["link"]: row["reason"] for row in lines("rejected.jsonl")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Three runs (the first, the same again, all seeds asked again) and what lies in the data folder."""

    crawls: Crawls
    first: Ran
    again: Ran
    forced: Ran
    first_records: list[dict[str, Any]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    crawls = Crawls(tmp_path_factory.mktemp("sample"), NEWSCRAWL_OUTLETS="", NEWSCRAWL_OFFLINE=str(SAMPLE / "*.warc.gz"), NEWSCRAWL_WORKERS="2")
    first = crawls.latest("-a", f"outlet={OUTLET}")
    records = crawls.records()
    again = crawls.latest("-a", f"outlet={OUTLET}")
    forced = crawls.latest("-a", f"outlet={OUTLET}", "-a", "force=1")
    return Sample(crawls=crawls, first=first, again=again, forced=forced, first_records=records)


def record(sample: Sample, link: str) -> dict[str, Any]:
    (found,) = (record for record in sample.first_records if record["link"] == link)
    return found


def test_the_run_is_done_and_its_sums_close(sample: Sample) -> None:
    assert sample.first.code == 0
    links = sample.first.links(OUTLET)
    assert links["announced"] == len(TRUTH) + len(REJECTED)
    assert (links["kept"], links["owed"], links["left"], links["elsewhere"]) == (len(TRUTH), 0, 0, 0)
    assert links["rejected"] == dict(Counter(REJECTED.values()))
    assert sample.first.summary["errors"] == 0


def test_the_state_has_one_verdict_for_each_link(sample: Sample) -> None:
    assert set(sample.crawls.rows(OUTLET)) == {*TRUTH, *REJECTED}
    assert sample.crawls.verdicts(OUTLET) == {"kept": len(TRUTH), **Counter(REJECTED.values())}


def test_entries_without_a_usable_link_are_told(sample: Sample) -> None:
    assert sample.first.summary["outlets"][OUTLET]["refused"] == {"bad_scheme": 1, "no_link": 1, "duplicate_guid": 2}


def test_it_says_what_it_kept_and_where(sample: Sample) -> None:
    assert f"rejected: {', '.join(f'{reason} 1' for reason in sorted(REJECTED.values()))}" in sample.first.stdout
    (part,) = sample.first.summary["parts"]
    assert part in sample.first.stdout


def test_exactly_the_truth_is_kept(sample: Sample) -> None:
    assert Counter(record["link"] for record in sample.first_records) == Counter(list(TRUTH))


@pytest.mark.parametrize("link", TRUTH, ids=lambda link: link[-24:])
def test_an_article_is_as_its_reader_sees_it(sample: Sample, link: str) -> None:
    kept, truth = record(sample, link), TRUTH[link]
    assert {name: kept[name] for name in COMPARED} == {name: truth[name] for name in COMPARED}


@pytest.mark.parametrize("link", REJECTED, ids=lambda link: link[-24:])
def test_a_rejected_link_has_its_reason(sample: Sample, link: str) -> None:
    row = sample.crawls.rows(OUTLET)[link]
    assert (row.status, row.reason) == ("rejected", REJECTED[link]), row.detail


def test_every_line_satisfies_the_schema(sample: Sample) -> None:
    schema = json.loads((ROOT / "newscrawl" / "record.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    problems = [f"{kept['url']}: {problem.message}" for kept in sample.first_records for problem in validator.iter_errors(kept)]
    assert problems == []


def test_ids_and_addresses_are_each_used_once(sample: Sample) -> None:
    for name in ("id", "url", "link"):
        assert max(Counter(kept[name] for kept in sample.first_records).values()) == 1


def test_no_line_of_any_article_is_a_notice(sample: Sample) -> None:
    texts = [line for kept in sample.first_records for line in kept["text"].split("\n")]
    assert not set(NOTICES) & set(texts)


def test_the_quoting_article_keeps_its_quotes(sample: Sample) -> None:
    (quoting,) = (row for row in TRUTH.values() if "quotes-notice" in row["cases"])
    speaking = [kept["link"] for kept in sample.first_records if "Comments are closed" in kept["text"] or "التعليقات مغلقة" in kept["text"]]
    assert speaking == [quoting["link"]]


def test_the_users_article_is_there_line_for_line(sample: Sample) -> None:
    (truth,) = (row for row in TRUTH.values() if "user-article" in row["cases"])
    kept = record(sample, truth["link"])
    assert kept["text"].split("\n") == truth["text"].split("\n")
    assert kept["text"].split("\n")[0] == "رصد:(صحوة نيوز)"
    assert kept["credit"] == {"line": "رصد:(صحوة نيوز)", "source": "صحوة نيوز", "own": False}


@pytest.mark.parametrize("link", TRUTH, ids=lambda link: link[-24:])
def test_a_line_can_be_made_again_from_its_raw_page(sample: Sample, link: str) -> None:
    kept = record(sample, link)
    (ref,) = kept["raw"]
    raw = read_at(sample.crawls.data / ref["file"], ref["offset"])
    assert isinstance(raw, ArchivedResponse)
    assert (clean_url(raw.url), raw.digest) == (kept["url"], ref["digest"])
    assert raw.link is not None
    assert raw.link.url == kept["link"]
    again = newscrawl.extract(raw.body, raw.url, outlet=OUTLET, headers=dict(raw.headers), hints=raw.link.hints)
    assert isinstance(again, Article)
    assert {name: getattr(again, name) for name in ("id", "title", "text", "published")} == {name: kept[name] for name in ("id", "title", "text", "published")}


def test_the_second_run_fetches_no_article_and_adds_no_line(sample: Sample) -> None:
    assert sample.again.code == 0
    links = sample.again.links(OUTLET)
    assert (links["announced"], links["kept"], links["rejected"], links["owed"]) == (0, 0, {}, 0)
    assert sample.again.stat("downloader/response_status_count/200") <= 1  # robots.txt
    assert sample.again.summary["parts"] == []
    assert sample.again.summary["warcs"] == []


def test_when_forced_each_seed_answers_that_nothing_changed(sample: Sample) -> None:
    assert sample.forced.code == 0
    assert sample.forced.seeds(OUTLET) == {"read": 0, "unchanged": 1, "failed": 0}
    assert sample.forced.stat("downloader/response_status_count/304") == 1
    assert sample.forced.links(OUTLET)["announced"] == 0


def test_the_output_is_the_same_after_all_runs(sample: Sample) -> None:
    assert sample.crawls.records() == sample.first_records


def test_no_worker_is_started_when_there_is_nothing_to_read(sample: Sample) -> None:
    assert "extraction" not in sample.again.log
    assert sample.again.stat("item_scraped_count") == 0


def test_offline_nothing_of_a_host_is_remembered(sample: Sample) -> None:
    """robots.txt is read from the archive in each run; a later run over the network must not take it for an answer of today."""
    assert sample.crawls.query("SELECT * FROM host_file") == []
    assert sample.first.links(OUTLET)["rejected"]["robots"] == 1
