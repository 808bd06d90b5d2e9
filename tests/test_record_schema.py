"""The JSON Schema of a line: what an article writes satisfies it, and every kind of damage fails it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from newscrawl.core.article import Article, Credit, RawRef, Rights

pytestmark = pytest.mark.promise("T17")

SCHEMA = json.loads(files("newscrawl").joinpath("record.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

FULL = Article(
    id="sahwa-0123456789abcdef",
    version=2,
    cause="edit",
    outlet="sahwa",
    url="https://sahwa.example/p/1/",
    canonical_url="https://sahwa.example/p/1",
    link="https://sahwa.example/?p=1",
    title="عنوان الخبر",
    text="رصد:(صحوة نيوز)\nالفقرة الثانية.",
    summary="ملخص",
    authors=("محرر",),
    credit=Credit(line="رصد:(صحوة نيوز)", source="صحوة نيوز", own=True),
    published="2024-05-01T10:15+03:00",
    modified="2024-05-01T10:15:20+03:00",
    language="ar-YE",
    sections=("محلي",),
    tags=("اليمن", "عدن"),
    image="https://sahwa.example/a.jpg",
    duplicate_of="sahwa-fedcba9876543210-2",
    similarity=0.93,
    rights=Rights(robots=("noai",), tdm_reservation="1", tdm_policy="/terms", content_signal="ai-train=no", content_usage="train-ai=n", reserved=True, paywall=False),
    provenance={"title": "json-ld", "text": "trafilatura", "removed": {"notice": 1}, "kind": "article"},
    fetched_at="2024-05-01T08:00:00+00:00",
    first_seen="2024-05-01T07:00:00Z",
    raw=(RawRef(file="warc/a.warc.gz", offset=120, digest="sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", member="17"),),
)

BARE = Article(
    id="a-0000000000000000",
    outlet="a",
    url="http://a.example/",
    link="http://a.example/",
    fetched_at="2024-05-01T08:00:00Z",
    first_seen="2024-05-01T08:00:00Z",
)


def line_of(article: Article, **changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(article.to_json())
    return {**record, **changes}


def problems(record: dict[str, Any]) -> list[str]:
    return [error.json_path for error in VALIDATOR.iter_errors(record)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("article", [FULL, BARE], ids=["every field", "required fields only"])
def test_what_an_article_writes_satisfies_the_schema(article: Article) -> None:
    assert problems(line_of(article)) == []


def test_keys_stand_in_the_order_of_the_schema() -> None:
    assert list(line_of(FULL)) == list(SCHEMA["properties"])
    assert SCHEMA["required"] == list(SCHEMA["properties"])


@pytest.mark.parametrize(("field", "definition"), [("credit", "credit"), ("rights", "rights")])
def test_keys_of_objects_stand_in_the_order_of_the_schema(field: str, definition: str) -> None:
    assert list(line_of(FULL)[field]) == list(SCHEMA["$defs"][definition]["properties"])


def test_keys_of_raw_stand_in_the_order_of_the_schema() -> None:
    assert list(line_of(FULL)["raw"][0]) == list(SCHEMA["$defs"]["raw"]["properties"])


@pytest.mark.parametrize("key", SCHEMA["properties"])
def test_every_key_is_required(key: str) -> None:
    record = line_of(FULL)
    del record[key]
    assert problems(record) == ["$"]


@pytest.mark.parametrize(("field", "key"), [(f, k) for f in ("credit", "rights") for k in SCHEMA["$defs"][f]["properties"]])
def test_every_key_of_an_object_is_required(field: str, key: str) -> None:
    record = line_of(FULL)
    del record[field][key]
    assert problems(record)


def test_an_unknown_key_fails() -> None:
    assert problems(line_of(FULL, body="x")) == ["$"]


@pytest.mark.parametrize("value", ["2024", "2024-05", "2024-05-01", "2024-05-01T10:15+03:00", "2024-05-01T10:15:20-05:30", "2024-05-01T10:15Z", None])
def test_dates_of_every_precision_pass(value: str | None) -> None:
    assert problems(line_of(FULL, published=value, modified=value)) == []


DAMAGE: list[tuple[str, Any]] = [
    ("schema", 2),
    ("schema", "1"),
    ("id", "sahwa"),
    ("id", "Sahwa-0123456789abcdef"),
    ("id", "sahwa-0123456789abcdef-"),
    ("id", None),
    ("version", 0),
    ("version", "1"),
    ("cause", "update"),
    ("outlet", "Sahwa News"),
    ("url", "/p/1"),
    ("url", "https://a.example/a b"),
    ("url", None),
    ("canonical_url", ""),
    ("canonical_url", "javascript:void(0)"),
    ("link", None),
    ("title", ""),
    ("title", "two\nlines"),
    ("text", ""),
    ("text", "a\n\nb"),
    ("text", "a\n"),
    ("text", "\na"),
    ("text", "a\r\nb"),
    ("text", ["a"]),
    ("summary", ""),
    ("authors", None),
    ("authors", "somebody"),
    ("authors", [""]),
    ("credit", "رصد"),
    ("credit", {"line": "x", "source": None}),
    ("credit", {"line": "x", "source": None, "own": False, "more": 1}),
    ("published", ""),
    ("published", "1 May 2024"),
    ("published", "2024-5-1"),
    ("published", "2024-13"),
    ("published", "2024-05-32"),
    ("published", "2024-05-01T10:15"),
    ("published", "2024-05-01 10:15+03:00"),
    ("published", "2024-05-01T25:15+03:00"),
    ("published", "٢٠٢٤"),
    ("published", 2024),
    ("modified", "2024-05-01T10"),
    ("language", "Arabic (Yemen)"),
    ("sections", [None]),
    ("tags", {"a": 1}),
    ("image", "/a.jpg"),
    ("duplicate_of", "other"),
    ("similarity", 1.5),
    ("similarity", "0.9"),
    ("rights", None),
    ("rights", {"robots": [], "tdm_reservation": None, "tdm_policy": None, "content_signal": None, "content_usage": None, "reserved": "no", "paywall": None}),
    ("provenance", {"kind": "page"}),
    ("provenance", {"removed": {"notice": -1}}),
    ("provenance", {"title": 3}),
    ("fetched_at", None),
    ("fetched_at", "2024-05-01"),
    ("fetched_at", "2024-05-01T08:00:00+03:00"),
    ("first_seen", "2024-05-01T08:00:00"),
    ("raw", None),
    ("raw", [{"file": "a", "offset": -1, "digest": "sha1:A", "member": None}]),
    ("raw", [{"file": "a", "offset": 1, "digest": "A", "member": None}]),
    ("raw", [{"file": "a", "offset": 1, "digest": "sha1:A"}]),
]


@pytest.mark.parametrize(("key", "value"), DAMAGE)
def test_each_kind_of_damage_fails_at_its_key(key: str, value: Any) -> None:
    assert all(path.startswith(f"$.{key}") for path in problems(line_of(FULL, **{key: value})))
    assert problems(line_of(FULL, **{key: value}))


def test_every_key_is_damaged_in_the_table() -> None:
    assert {key for key, _ in DAMAGE} == set(SCHEMA["properties"])
