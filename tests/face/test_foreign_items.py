"""Another Scrapy project uses our last three pipelines on items of its own kinds, and needs nothing else of ours."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.site import output, process

pytestmark = pytest.mark.promise("T15")

ROOT = Path(__file__).parents[2]

SETTINGS = """
    BOT_NAME = "theirs"
    SPIDER_MODULES = ["theirs.spiders"]
    ITEM_PIPELINES = {
        "newscrawl.pipelines.CleanArticle": 100,
        "newscrawl.pipelines.DropDuplicate": 200,
        "newscrawl.pipelines.WriteArticle": 300,
    }
    EXTENSIONS = {"newscrawl.ledger.Ledger": 0}
    FEEDS = {"items.jsonl": {"format": "jsonlines", "encoding": "utf-8"}}
    TELNETCONSOLE_ENABLED = False
"""

SPIDER = """
    from dataclasses import dataclass, field
    from datetime import UTC, date, datetime

    import attrs
    import pydantic
    import scrapy

    HOST = "https://their.example/"
    CREDIT = "رصد:(صحوة نيوز)"

    def text(kind):
        story = f"This is the story of the {kind}, which is long enough to be told from every other story by its words alone. " * 3
        return f"{CREDIT}\\n{story.strip()}\\nIt has a second paragraph about the {kind}.\\nComments are closed."

    def about(kind):
        return {"url": f"{HOST}2026/{kind}/", "title": f"The {kind}", "text": text(kind)}

    @dataclass
    class Plain:
        url: str
        title: str
        text: str
        credit: object = None
        id: str | None = None
        tags: list[str] = field(default_factory=list)

    @dataclass(frozen=True)
    class Frozen:
        url: str
        title: str
        text: str
        id: str | None = None

    @attrs.define
    class Attrs:
        url: str
        title: str
        text: str
        id: str | None = None

    @attrs.frozen
    class FrozenAttrs:
        url: str
        title: str
        text: str
        id: str | None = None

    class Pydantic(pydantic.BaseModel):
        url: str
        title: str
        text: str
        id: str | None = None

    class FrozenPydantic(pydantic.BaseModel):
        model_config = pydantic.ConfigDict(frozen=True)
        url: str
        title: str
        text: str
        id: str | None = None

    class ScrapyItem(scrapy.Item):
        url = scrapy.Field()
        title = scrapy.Field()
        text = scrapy.Field()
        id = scrapy.Field()

    class Theirs(scrapy.Spider):
        name = "theirs"

        async def start(self):
            yield about("dict")
            yield Plain(**about("dataclass"), tags=["one", "two"])
            yield Frozen(**about("frozen-dataclass"))
            yield Attrs(**about("attrs"))
            yield FrozenAttrs(**about("frozen-attrs"))
            yield Pydantic(**about("pydantic"))
            yield FrozenPydantic(**about("frozen-pydantic"))
            yield ScrapyItem(about("scrapy-item"))
            yield about("typed") | {
                "published": datetime(2026, 11, 21, 8, 30, tzinfo=UTC), "modified": date(2026, 11, 22), "authors": "Anna Bell", "tags": ("a", 1),
                "language": None, "summary": "", "views": 17,
            }
            yield about("odd") | {
                "published": "the day before", "modified": True, "id": 5, "image": "/relative.jpg",
                "authors": ["", None, " Anna  Bell "], "sections": "News", "canonical_url": "not an address", "language": "English (UK)",
                "provenance": {"kind": 7}, "title": " A\\n title ",
            }
            yield about("dict") | {"url": HOST + "copied-text/"}
            yield about("dict") | {"title": "Another title", "text": text("same address")}
            yield about("strange-outlet") | {"outlet": "Their Paper/../.."}
            yield about("named-outlet") | {"outlet": "their-paper"}
            yield {"title": "No address", "text": text("no address")}
            yield {"url": "javascript:void(0)", "text": text("no usable address")}
            yield {"url": HOST + "no-text/", "title": "No text"}
"""

KINDS = ("dict", "dataclass", "frozen-dataclass", "attrs", "frozen-attrs", "pydantic", "frozen-pydantic", "scrapy-item", "typed", "odd", "named-outlet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Another project after two crawls: its lines, the items of the first as its own feed saw them, the log and the summary of each."""

    records: list[dict[str, Any]]
    items: list[dict[str, Any]]
    logs: tuple[str, str]
    summaries: tuple[dict[str, Any], dict[str, Any]]
    data: Path

    def record(self, kind: str) -> dict[str, Any]:
        (found,) = (record for record in self.records if record["url"].endswith(f"/2026/{kind}/"))
        return found

    def item(self, kind: str) -> dict[str, Any]:
        return next(item for item in self.items if item["url"].endswith(f"/2026/{kind}/"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("theirs")
    (folder / "theirs" / "spiders").mkdir(parents=True)
    for name, content in (
        ("scrapy.cfg", "[settings]\ndefault = theirs.settings\n"),
        ("theirs/__init__.py", ""),
        ("theirs/settings.py", SETTINGS),
        ("theirs/spiders/__init__.py", ""),
        ("theirs/spiders/theirs.py", SPIDER),
    ):
        (folder / name).write_text(textwrap.dedent(content), encoding="utf-8")
    runs = []
    for _ in range(2):
        done = process.run(process.scrapy_command("crawl", "theirs"), cwd=folder, env={"PYTHONPATH": str(ROOT), "NEWSCRAWL_DATA": "not/read/by/them"})
        assert done.code == 0, done.stderr[-3000:]
        runs.append((done.stderr, output.last_summary(folder / "data"), (folder / "items.jsonl").read_text("utf-8")))
    items = [json.loads(line) for line in runs[0][2].splitlines()]
    logs, summaries, _ = zip(*runs, strict=True)
    return Project(records=output.read_lines(folder / "data"), items=items, logs=logs, summaries=summaries, data=folder / "data")


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_of_any_kind_is_cleaned_and_written(project: Project, kind: str) -> None:
    record = project.record(kind)
    lines = record["text"].split("\n")
    assert "Comments are closed." not in lines
    assert lines[0] == "رصد:(صحوة نيوز)"
    assert lines[-1] == f"It has a second paragraph about the {kind}."
    assert record["credit"] == {"line": "رصد:(صحوة نيوز)", "source": "صحوة نيوز", "own": False}
    assert record["link"] == record["url"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_item_goes_on_with_what_was_written(project: Project, kind: str) -> None:
    """What later pipelines and feeds of theirs see."""
    item, record = project.item(kind), project.record(kind)
    assert (item["text"], item["id"]) == (record["text"], record["id"])


def test_an_item_gets_only_fields_that_it_has(project: Project) -> None:
    assert set(project.item("frozen-dataclass")) == {"url", "title", "text", "id"}
    assert set(project.item("dataclass")) == {"url", "title", "text", "id", "credit", "tags"}
    assert project.item("dataclass")["tags"] == ["one", "two"]
    assert project.item("dataclass")["credit"] == project.record("dataclass")["credit"]
    assert set(project.item("dict")) == {"url", "title", "text", "id", "version", "credit"}
    assert project.item("typed")["views"] == 17


def test_every_line_satisfies_the_schema(project: Project) -> None:
    schema = json.loads((ROOT / "newscrawl" / "record.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    assert [f"{record['url']}: {problem.message}" for record in project.records for problem in validator.iter_errors(record)] == []


def test_values_of_other_types_are_written_as_the_record_has_them(project: Project) -> None:
    record = project.record("typed")
    assert record["published"] == "2026-11-21T08:30:00+00:00"
    assert record["modified"] == "2026-11-22"
    assert (record["authors"], record["tags"], record["summary"]) == (["Anna Bell"], ["a", "1"], None)


def test_values_that_the_record_cant_hold_are_left_out(project: Project) -> None:
    record = project.record("odd")
    assert (record["published"], record["modified"], record["image"], record["canonical_url"], record["language"]) == (None, None, None, None, None)
    assert (record["title"], record["authors"], record["sections"]) == ("A title", ["Anna Bell"], ["News"])
    assert record["provenance"]["kind"] == "article"


def test_an_outlet_is_a_slug_and_stays_below_the_articles(project: Project) -> None:
    assert project.record("named-outlet")["outlet"] == "their-paper"
    assert project.record("dict")["outlet"] == "their-example"
    assert "bad_outlet: 'Their Paper/../..'" in project.logs[0]
    assert {part.parent.name for part in output.parts(project.data)} == {"their-paper", "their-example"}


def test_a_copied_text_and_a_second_visit_are_dropped(project: Project) -> None:
    assert Counter(record["url"] for record in project.records).most_common(1)[0][1] == 1
    texts = " ".join(record["text"] for record in project.records)
    assert "same address" not in texts
    assert not [record for record in project.records if "copied-text" in record["url"]]
    assert "duplicate: their-example-" in project.logs[0]
    assert "seen: their-example-" in project.logs[0]


def test_an_item_without_a_usable_address_is_dropped_and_told_why(project: Project) -> None:
    assert "an item needs the address of its page as `url`" in project.logs[0]
    texts = " ".join(record["text"] for record in project.records)
    assert "no address" not in texts
    assert "no usable address" not in texts


def test_an_item_without_a_text_is_dropped_and_told_why(project: Project) -> None:
    assert "empty_body" in project.logs[0]
    assert not [record for record in project.records if not record["text"]]


def test_nothing_went_wrong_and_the_sums_close(project: Project) -> None:
    for log in project.logs:
        assert "Traceback" not in log
    first, second = project.summaries
    assert (first["errors"], second["errors"]) == (0, 0)
    assert sum(outlet["links"]["kept"] for outlet in first["outlets"].values()) == len(KINDS) == len(project.records)
    assert {outlet["links"]["elsewhere"] for outlet in first["outlets"].values()} == {0}


def test_the_second_crawl_writes_nothing(project: Project) -> None:
    assert project.summaries[1]["parts"] == []
