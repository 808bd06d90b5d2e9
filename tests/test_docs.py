"""The documentation is complete and true where a machine can tell: whatever the code names to a user is named in the Markdown files, and examples work."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from newscrawl import book, committer, workers
from newscrawl.core import boilerplate, dates, failure, fingerprint
from newscrawl.core.article import Article, Credit, RawRef, Rights
from newscrawl.core.credit import find_credit
from newscrawl.core.notices_comments_closed import COMMENTS_CLOSED_NOTICES
from newscrawl.core.outlet import Serves, Via
from newscrawl.core.verdict import Reason
from newscrawl.extraction.fields import FIELD_ORDER
from newscrawl.outlets import load_outlets
from newscrawl.outlets.keys import SEED, TABLES, TOP_LEVEL
from newscrawl.stores import archive
from newscrawl.stores.state import parts
from tests import documented as said
from tests.documented import MARKDOWN, ROOT, USER_DOCS
from tests.reliability import ROW

README, DOCS = ROOT / "README.md", ROOT / "docs"
MAX_LINE_CHARS = 160
SPANS = said.code_in(said.prose_of(*USER_DOCS))
RECORD_FIELDS = [field.name for field in fields(Article)]
OUTLET_KEYS = [*TOP_LEVEL, *(f"seed.{key}" for key in SEED), *(f"{table}.{key}" for table, keys in TABLES.items() for key in keys)]


def cleaning_rules() -> set[str]:
    """Every rule that may take a line out of a text."""
    rows = [row for name, table in vars(boilerplate).items() if "NOTICE" in name and isinstance(table, tuple) for row in table]
    return {row[0] for row in rows} | {"outlet", "title", "byline", "date"}


NAMES: Mapping[str, Iterable[str]] = {
    "command": [f"scrapy {name}" for name in said.commands()],
    "option": [option for name in said.commands() for option in said.options(name)],
    "setting": said.settings(),
    "spider": [f"scrapy crawl {name}" for name in said.spiders()],
    "spider argument": [f"-a {name}" for name in said.spider_arguments()],
    "outlet key": OUTLET_KEYS,
    "value of via": [str(via) for via in Via],
    "value of serves": [str(serves) for serves in Serves],
    "record field": RECORD_FIELDS,
    "field of a field": [field.name for part in (Credit, Rights, RawRef) for field in fields(part)],
    "reason": [str(reason) for reason in Reason],
    "source": sorted({method for methods in FIELD_ORDER.values() for method in methods}),
    "cleaning rule": sorted(cleaning_rules()),
}


@pytest.mark.parametrize("kind", NAMES)
def test_whatever_a_user_meets_is_documented(kind: str) -> None:
    names = list(NAMES[kind])
    assert names, f"no {kind} was found in the code"
    assert said.unnamed(names, SPANS) == []


def test_a_name_that_is_nowhere_would_be_found_missing() -> None:
    assert said.unnamed(["NEWSCRAWL_DATA", "NEWSCRAWL_NOWHERE"], SPANS) == ["NEWSCRAWL_NOWHERE"]
    assert said.unnamed(["scrapy status", "scrapy nonsense"], SPANS) == ["scrapy nonsense"]
    assert said.unnamed(["-a limit", "-a nothing"], SPANS) == ["-a nothing"]
    assert said.unnamed(["id"], ["identity", "wrong-id", "x.id"]) == ["id"]


def test_what_is_read_from_the_code_is_what_is_there() -> None:
    assert {"crawl", "outlets", "status"} <= set(said.commands())
    assert {"NEWSCRAWL_DATA", "NEWSCRAWL_STATE", "NEWSCRAWL_OUTLETS"} <= set(said.settings())
    assert "latest" in said.spiders()
    assert {"outlet", "limit", "force"} <= set(said.spider_arguments())
    assert said.exit_codes() == {0, 1, 2, 3, 4}


ROWS = [
    *((README, str(code)) for code in sorted(said.exit_codes())),
    *((DOCS / "operations.md", str(code)) for code in sorted(said.exit_codes())),
    *((README, f"`{name}`") for name in said.settings()),
    *((DOCS / "outlets.md", f"`{key}`") for key in OUTLET_KEYS),
    *((DOCS / "record.md", f"`{field}`") for field in RECORD_FIELDS),
]


@pytest.mark.parametrize(("file", "name"), ROWS, ids=[f"{file.name}: {name}" for file, name in ROWS])
def test_each_has_a_row_of_its_own_with_no_empty_cell(file: Path, name: str) -> None:
    (row,) = said.rows_of(file, name)
    assert len(row) >= 2
    assert all(row)


def test_the_rows_of_the_record_stand_in_its_order() -> None:
    text = said.prose_of(DOCS / "record.md")
    places = [text.index(f"\n| `{name}` |") for name in RECORD_FIELDS]
    assert places == sorted(places)


@pytest.mark.parametrize("field", FIELD_ORDER)
def test_the_order_of_sources_is_that_of_the_code(field: str) -> None:
    ((_, sources),) = said.rows_of(DOCS / "extraction.md", f"`{field}`", heading="Where each field comes from")
    assert tuple(said.code_in(sources.partition(";")[0])) == FIELD_ORDER[field]


NUMBERS = [
    # what the code says, what was documented, how it stands there, where
    (workers.TASK_SECONDS, 15, "15 s", "docs/design.md"),
    (workers.TASK_SECONDS, 15, "15 s", "docs/extraction.md"),
    (workers.MEMORY_BYTES, 2**30, "1 GiB", "docs/extraction.md"),
    (workers.MOST_WORKERS, 64, "1 to 64", "README.md"),
    (committer.BATCH_SECONDS, 0.2, "0.2 s", "docs/design.md"),
    (committer.BATCH_OUTCOMES, 50, "until there are 50", "docs/design.md"),
    (parts.MAX_PART_BYTES, 512 * 2**20, "512 MiB", "docs/operations.md"),
    (parts.MAX_PART_BYTES, 512 * 2**20, "512 MiB", "docs/record.md"),
    (archive.MAX_FILE_BYTES, 2**30, "1 GiB", "docs/operations.md"),
    (book.SUMMARIES_KEPT, 1000, "the last 1,000", "docs/operations.md"),
    (failure.MAX_ATTEMPTS, 12, "12 times in all", "docs/operations.md"),
    (failure.FIRST_DELAY_SECONDS[failure.FailureKind.SOFT], 300, "after 5 minutes", "docs/operations.md"),
    (failure.FIRST_DELAY_SECONDS[failure.FailureKind.TEMPORARY], 60, "after 1 minute", "docs/operations.md"),
    (fingerprint.MIN_FINGERPRINT_CHARS, 120, "under 120 characters", "docs/design.md"),
    (dates.EARLIEST.year, 1990, "before 1990", "docs/extraction.md"),
    (dates.MAX_AHEAD.total_seconds(), 48 * 3600, "48 hours", "docs/extraction.md"),
    (len({row[1] for row in COMMENTS_CLOSED_NOTICES}), 57, "57 languages", "docs/extraction.md"),
]


@pytest.mark.parametrize(("value", "documented", "words", "file"), NUMBERS)
def test_a_number_of_the_documentation_is_that_of_the_code(value: float, documented: float, words: str, file: str) -> None:
    assert value == documented
    assert words in " ".join(said.text_of(ROOT / file).split())


# --- examples -----------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    """The record that the README shows."""
    (block,) = said.fenced("json", README)
    record: dict[str, Any] = json.loads(block)
    return record


def sample_lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.text_of(ROOT / "data/sample" / name).splitlines()]


def test_the_shown_record_has_the_fields_of_the_record(shown: dict[str, Any]) -> None:
    assert list(shown) == RECORD_FIELDS
    assert list(shown["credit"]) == [field.name for field in fields(Credit)]
    assert list(shown["rights"]) == [field.name for field in fields(Rights)]
    assert list(shown["raw"][0]) == [field.name for field in fields(RawRef)]


def test_the_shown_record_is_that_of_the_sample(shown: dict[str, Any]) -> None:
    (truth,) = [each for each in sample_lines("truth.jsonl") if each["title"] == shown["title"]]
    same = (truth.keys() & shown.keys()) - {"url", "link", "canonical_url", "text", "summary"}  # these are shown in part
    assert len(same) >= 3
    assert {name: shown[name] for name in same} == {name: truth[name] for name in same}
    beginning, mark, _ = shown["text"].partition("…")
    assert mark
    assert truth["text"].startswith(beginning)


def test_the_shown_run_has_the_numbers_of_the_sample() -> None:
    kept, rejected = len(sample_lines("truth.jsonl")), len(sample_lines("rejected.jsonl"))
    (row,) = re.findall(r"^sample +(.+)$", said.fenced("text", README)[0], re.MULTILINE)
    assert [int(number) for number in row.split()] == [1, 0, 0, kept + rejected, kept, rejected, 0]


def outlet_file_name(content: str) -> str:
    """The name in the example's first line; an example with nothing but a home is laid over the bundled sahwa."""
    named = re.match(r"# \S*?([\w-]+\.toml)\n", content)
    if named:
        return named[1]
    return "example.toml" if "name" in content else "sahwa.toml"


@pytest.mark.parametrize("content", said.fenced("toml", *MARKDOWN))
def test_each_outlet_file_that_is_shown_loads(tmp_path: Path, content: str) -> None:
    name = outlet_file_name(content)
    (tmp_path / name).write_text(content, encoding="utf-8")
    (outlet,) = load_outlets(tmp_path).all()
    assert outlet.slug == Path(name).stem
    assert outlet.seeds


@pytest.mark.parametrize("file", [README, DOCS / "outlets.md"], ids=lambda file: file.name)
def test_the_long_examples_use_every_key(file: Path) -> None:
    longest = max(said.fenced("toml", file), key=len)
    keys = {key.rpartition(".")[2] for key in OUTLET_KEYS} - {"serves", "types"}  # needed seldom; the pages on them have examples
    assert said.unnamed(sorted(keys), longest.splitlines()) == []


@pytest.mark.parametrize("content", said.fenced("python", *MARKDOWN))
def test_each_python_example_is_python_whose_names_exist(content: str) -> None:
    compile(content, "example", "exec")
    names = set(re.findall(r"\bnewscrawl(?:\.\w+)+", content))
    assert names
    for name in sorted(names):
        home, _, last = name.rpartition(".")
        assert hasattr(import_module(home), last) or import_module(name)


TABLE_ROW = re.compile(r"^\| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
FETCHED_AT = datetime(2026, 11, 22, tzinfo=UTC)


def section(file: Path, heading: str) -> str:
    return said.prose_of(file).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def documented_dates() -> Iterator[tuple[str, str | None, str | None]]:
    """Text, zone, moment of each example in the table of dates."""
    for texts, zone, moment in TABLE_ROW.findall(section(DOCS / "extraction.md", "Dates"))[2:]:
        for text in said.code_in(texts):
            yield text, next(iter(said.code_in(zone)), None), next(iter(said.code_in(moment)), None)


@pytest.mark.parametrize(("text", "zone", "moment"), list(documented_dates()))
def test_each_documented_date_is_read_so(text: str, zone: str | None, moment: str | None) -> None:
    assert dates.parse_moment(text, zone=zone, now=FETCHED_AT) == moment


def documented_credits() -> Iterator[tuple[str, str, bool]]:
    """Line, source, whether it is the outlet's own, of each example in the table of credit lines."""
    for line, source, own in TABLE_ROW.findall(section(DOCS / "extraction.md", "Credit lines"))[2:]:
        yield said.code_in(line)[0], source, own == "true"


@pytest.mark.parametrize(("line", "source", "own"), list(documented_credits()))
def test_each_documented_credit_is_read_so(line: str, source: str, own: bool) -> None:
    found = find_credit([line], ["صحوة نيوز"])
    assert found is not None
    assert (found.source, found.own) == (source, own)


# --- Markdown -----------------------------------------------------------------------------------------------------------------------------


def anchors_of(file: Path) -> set[str]:
    """The anchors that a file's headings get where Markdown is shown."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in said.headings_in(file)}


LINKS = [(file, target) for file in MARKDOWN for target in said.links_in(file) if "://" not in target]


@pytest.mark.parametrize(("file", "target"), LINKS, ids=[f"{file.name}: {target}" for file, target in LINKS])
def test_a_relative_link_leads_somewhere(file: Path, target: str) -> None:
    path, _, anchor = target.partition("#")
    found = (file.parent / path) if path else file
    assert found.exists()
    assert not anchor or anchor in anchors_of(found)


def test_the_links_of_the_readme_are_found() -> None:
    assert (README, "docs/record.md") in LINKS
    assert "settings" in anchors_of(README)
    assert "nowhere" not in anchors_of(README)


@pytest.mark.parametrize("file", MARKDOWN, ids=lambda file: file.name)
def test_lines_are_short_enough_to_read(file: Path) -> None:
    written = [line for line in said.text_of(file).splitlines() if not ROW.match(line)]  # rows of promises are written by commands
    assert [line for line in written if len(line) > MAX_LINE_CHARS] == []


@pytest.mark.parametrize("file", MARKDOWN, ids=lambda file: file.name)
def test_fences_and_tables_are_whole(file: Path) -> None:
    assert sum(line.startswith("```") for line in said.text_of(file).splitlines()) % 2 == 0
    for table in said.tables_in(file):
        assert len({said.cells_in(row) for row in table.splitlines()}) == 1, table
