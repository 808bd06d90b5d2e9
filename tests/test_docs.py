"""The documentation is complete and true where a machine can tell: whatever the code names to a user is named in the Markdown files, and examples work."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from newscrawl import book, committer, workers
from newscrawl.core import boilerplate, dates, failure, fingerprint
from newscrawl.core.article import Article, Credit, RawRef, Rights
from newscrawl.core.outlet import Serves, Via
from newscrawl.core.verdict import Reason
from newscrawl.extraction.fields import FIELD_ORDER
from newscrawl.outlets import load_outlets
from newscrawl.outlets.keys import SEED, TABLES, TOP_LEVEL
from newscrawl.stores import archive
from newscrawl.stores.state import parts

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "newscrawl"
USER_DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MARKDOWN = [*USER_DOCS, ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]
MAX_LINE_CHARS = 160

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


# --- reading the documentation ------------------------------------------------------------------------------------------------------------


def text_of(*files: Path) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def code_spans(text: str) -> list[str]:
    """What stands between backticks in the prose and the tables of a Markdown text."""
    return _CODE.findall(_FENCE.sub("", text))


def unnamed(names: Iterable[str], spans: Iterable[str]) -> list[str]:
    """Those of `names` that stand in no code span as a word of their own."""
    known = list(spans)
    return [name for name in names if not any(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", span) for span in known)]


def fenced(language: str, *files: Path) -> list[str]:
    """The contents of the fenced blocks of one language."""
    return [content for name, content in _FENCE.findall(text_of(*files)) if name == language]


def rows_of(text: str, first_cell: str) -> list[list[str]]:
    """The cells of the table rows that begin with `first_cell`."""
    rows = (line.strip("|").split(" | ") for line in text.splitlines() if line.startswith("|"))
    cells = ([cell.strip() for cell in row] for row in rows)
    return [row for row in cells if row[0] == first_cell]


SPANS = code_spans(text_of(*USER_DOCS))


# --- what the code names to a user ---------------------------------------------------------------------------------------------------------


def tree_of(name: str) -> ast.Module:
    return ast.parse((PACKAGE / name).read_text(encoding="utf-8"))


def commands() -> list[str]:
    return sorted(path.stem for path in (PACKAGE / "commands").glob("*.py") if path.stem != "__init__")


def options(command: str) -> Iterator[str]:
    """The `--options` that a command adds."""
    for node in ast.walk(tree_of(f"commands/{command}.py")):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add_argument":
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))


def settings() -> list[str]:
    """The names of ours that settings.py assigns."""
    assigned = (target.id for node in tree_of("settings.py").body if isinstance(node, ast.Assign) for target in node.targets if isinstance(target, ast.Name))
    return [name for name in assigned if name.startswith("NEWSCRAWL_")]


def spiders() -> list[str]:
    """The `name = "…"` of each spider class."""
    classes = (node for path in (PACKAGE / "spiders").glob("*.py") for node in tree_of(f"spiders/{path.name}").body if isinstance(node, ast.ClassDef))
    bodies = (statement for node in classes for statement in node.body if isinstance(statement, ast.Assign))
    return [node.value.value for node in bodies if node.targets[0].id == "name" and isinstance(node.value, ast.Constant)]  # type: ignore[attr-defined]


def spider_arguments() -> list[str]:
    """The names that the spiders let pass: the second argument of each call of `refuse_unknown`."""
    calls = (node for node in ast.walk(tree_of("spiders/arguments.py")) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    return [name for call in calls if call.func.id == "refuse_unknown" for name in ast.literal_eval(call.args[1])]  # type: ignore[attr-defined]


def exit_codes() -> set[int]:
    """Every number that the crawl command's table and the end of a run can give."""
    table = next(n for n in tree_of("commands/crawl.py").body if isinstance(n, ast.AnnAssign) and n.target.id == "CODES")  # type: ignore[attr-defined]
    end = next(n for n in ast.walk(tree_of("book.py")) if isinstance(n, ast.FunctionDef) and n.name == "_code")
    returned = [node for node in ast.walk(end) if isinstance(node, ast.Return)]
    constants = (node.value for part in [table, *returned] for node in ast.walk(part) if isinstance(node, ast.Constant))
    return {value for value in constants if type(value) is int}


def outlet_keys() -> list[str]:
    return [*TOP_LEVEL, *(f"seed.{key}" for key in SEED), *(f"{table}.{key}" for table, keys in TABLES.items() for key in keys)]


def cleaning_rules() -> set[str]:
    """Every rule that may take a line out of a text."""
    tables = [value for name, value in vars(boilerplate).items() if name.endswith("_NOTICES") or name in ("NOTICE_LABELS", "NOTICE_OPENINGS", "NOTICE_FRAMES")]
    return {row[0] for table in tables for row in table} | {"outlet", "title", "byline", "date"}


NAMES: Mapping[str, Iterable[str]] = {
    "command": [f"scrapy {name}" for name in commands()],
    "option": [option for name in commands() for option in options(name)],
    "setting": settings(),
    "spider": [f"scrapy crawl {name}" for name in spiders()],
    "spider argument": [f"-a {name}=" for name in spider_arguments()],
    "outlet key": outlet_keys(),
    "value of via": [str(via) for via in Via],
    "value of serves": [str(serves) for serves in Serves],
    "record field": [field.name for field in fields(Article)],
    "field of a field": [field.name for part in (Credit, Rights, RawRef) for field in fields(part)],
    "reason": [str(reason) for reason in Reason],
    "source": sorted({method for methods in FIELD_ORDER.values() for method in methods}),
    "cleaning rule": sorted(cleaning_rules()),
}


@pytest.mark.parametrize("kind", NAMES)
def test_whatever_a_user_meets_is_documented(kind: str) -> None:
    names = list(NAMES[kind])
    assert names, f"no {kind} was found in the code"
    spans = [span.replace("=slug,slug", "=").replace("=N", "=").replace("=1", "=") if kind == "spider argument" else span for span in SPANS]
    assert unnamed(names, spans) == []


def test_a_name_that_is_nowhere_would_be_found_missing() -> None:
    assert unnamed(["NEWSCRAWL_DATA", "NEWSCRAWL_NOWHERE"], SPANS) == ["NEWSCRAWL_NOWHERE"]
    assert unnamed(["scrapy status", "scrapy nonsense"], SPANS) == ["scrapy nonsense"]
    assert unnamed(["id"], ["`identity`", "wrong-id", "x.id"]) == ["id"]


def test_what_is_read_from_the_code_is_what_is_there() -> None:
    assert {"crawl", "outlets", "status"} <= set(commands())
    assert {"NEWSCRAWL_DATA", "NEWSCRAWL_STATE", "NEWSCRAWL_OUTLETS"} <= set(settings())
    assert "latest" in spiders()
    assert {"outlet", "limit", "force"} <= set(spider_arguments())
    assert exit_codes() == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("file", ["README.md", "docs/operations.md"])
@pytest.mark.parametrize("code", sorted(exit_codes()))
def test_each_exit_code_has_its_row(file: str, code: int) -> None:
    assert len(rows_of(text_of(ROOT / file), str(code))) == 1


@pytest.mark.parametrize("name", settings())
def test_each_setting_has_its_row_in_the_readme(name: str) -> None:
    assert len(rows_of(text_of(ROOT / "README.md"), f"`{name}`")) == 1


@pytest.mark.parametrize("key", outlet_keys())
def test_each_key_of_an_outlet_file_has_its_row(key: str) -> None:
    ((_, kind, default, allowed, meaning),) = rows_of(text_of(ROOT / "docs/outlets.md"), f"`{key}`")
    assert kind and default and allowed and meaning


@pytest.mark.parametrize("field", [field.name for field in fields(Article)])
def test_each_field_of_the_record_has_its_row(field: str) -> None:
    assert len(rows_of(text_of(ROOT / "docs/record.md"), f"`{field}`")) == 1


def test_the_rows_of_the_record_stand_in_its_order() -> None:
    documented = re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|$", text_of(ROOT / "docs/record.md"), re.MULTILINE)
    names = [field.name for field in fields(Article)]
    assert [name for name in documented if name in names] == names


@pytest.mark.parametrize("field", FIELD_ORDER)
def test_the_order_of_sources_is_that_of_the_code(field: str) -> None:
    ((_, sources),) = rows_of(text_of(ROOT / "docs/extraction.md"), f"`{field}`")
    assert tuple(_CODE.findall(sources.partition(";")[0])) == FIELD_ORDER[field]


NUMBERS = [
    # what the code says, how the documentation says it, where
    (workers.TASK_SECONDS, 20, "20 s", "docs/design.md"),
    (workers.TASK_SECONDS, 20, "20 s", "docs/extraction.md"),
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
    (len({row[1] for row in boilerplate.COMMENTS_CLOSED_NOTICES}), 57, "57 languages", "docs/extraction.md"),
]


@pytest.mark.parametrize(("value", "documented", "words", "file"), NUMBERS)
def test_a_number_of_the_documentation_is_the_code_s(value: float, documented: float, words: str, file: str) -> None:
    assert value == documented
    assert words in " ".join(text_of(ROOT / file).split())


# --- examples -----------------------------------------------------------------------------------------------------------------------------


def shown_record() -> dict[str, Any]:
    (block,) = fenced("json", ROOT / "README.md")
    record: dict[str, Any] = json.loads(block)
    return record


def test_the_shown_record_has_the_fields_of_the_record() -> None:
    record = shown_record()
    assert list(record) == [field.name for field in fields(Article)]
    assert list(record["credit"]) == [field.name for field in fields(Credit)]
    assert list(record["rights"]) == [field.name for field in fields(Rights)]
    assert list(record["raw"][0]) == [field.name for field in fields(RawRef)]


SHORTENED = {"url", "link", "canonical_url", "text", "summary"}


def test_the_shown_record_is_that_of_the_sample() -> None:
    record = shown_record()
    truths = [json.loads(line) for line in (ROOT / "data/sample/truth.jsonl").read_text(encoding="utf-8").splitlines()]
    (truth,) = [each for each in truths if each["title"] == record["title"]]
    same = (truth.keys() & record.keys()) - SHORTENED
    assert len(same) >= 3
    assert {name: record[name] for name in same} == {name: truth[name] for name in same}
    beginning, mark, _ = record["text"].partition("…")
    assert mark
    assert truth["text"].startswith(beginning)


def test_the_shown_run_has_the_numbers_of_the_sample() -> None:
    kept, rejected = (len((ROOT / f"data/sample/{name}.jsonl").read_text(encoding="utf-8").splitlines()) for name in ("truth", "rejected"))
    first = fenced("text", ROOT / "README.md")[0]
    (row,) = re.findall(r"^sample +(.+)$", first, re.MULTILINE)
    assert [int(number) for number in row.split()] == [1, 0, 0, kept + rejected, kept, rejected, 0]


def outlet_file_name(content: str) -> str:
    """The name in the example's first line; an example with nothing but a home is laid over the bundled sahwa."""
    named = re.match(r"# \S*?([\w-]+\.toml)\n", content)
    if named:
        return named[1]
    return "example.toml" if "name" in content else "sahwa.toml"


@pytest.mark.parametrize("content", fenced("toml", *MARKDOWN))
def test_each_outlet_file_that_is_shown_loads(tmp_path: Path, content: str) -> None:
    name = outlet_file_name(content)
    (tmp_path / name).write_text(content, encoding="utf-8")
    (outlet,) = load_outlets(tmp_path).all()
    assert outlet.slug == Path(name).stem
    assert outlet.seeds


def test_the_two_long_examples_use_every_key() -> None:
    for file in (ROOT / "README.md", ROOT / "docs/outlets.md"):
        longest = max(fenced("toml", file), key=len)
        keys = {key.rpartition(".")[2] for key in outlet_keys()} - {"serves"}
        assert unnamed(sorted(keys), longest.splitlines()) == []


@pytest.mark.parametrize("content", fenced("python", *MARKDOWN))
def test_each_python_example_is_python_whose_names_exist(content: str) -> None:
    compile(content, "example", "exec")
    dotted = set(re.findall(r'"(newscrawl(?:\.\w+)+)"|\b(newscrawl\.\w+)\b', content))
    names = {quoted or bare for quoted, bare in dotted}
    assert names
    for name in sorted(names):
        home, _, last = name.rpartition(".")
        module = import_module(home)
        assert hasattr(module, last) or import_module(name)


# --- Markdown -----------------------------------------------------------------------------------------------------------------------------


def anchors_of(file: Path) -> set[str]:
    """The anchors that a Markdown file's headings get on the usual hosts."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", file.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


LINKS = [(file, target) for file in MARKDOWN for target in _LINK.findall(_FENCE.sub("", text_of(file))) if "://" not in target]


@pytest.mark.parametrize(("file", "target"), LINKS, ids=[f"{file.name}: {target}" for file, target in LINKS])
def test_a_relative_link_leads_somewhere(file: Path, target: str) -> None:
    path, _, anchor = target.partition("#")
    found = (file.parent / path) if path else file
    assert found.exists()
    assert not anchor or anchor in anchors_of(found)


def test_a_link_to_nowhere_would_be_found() -> None:
    assert not (ROOT / "docs/nowhere.md").exists()
    assert "nowhere" not in anchors_of(ROOT / "README.md")
    assert "settings" in anchors_of(ROOT / "README.md")


@pytest.mark.parametrize("file", MARKDOWN, ids=lambda file: file.name)
def test_lines_are_short_enough_to_read(file: Path) -> None:
    assert [line for line in file.read_text(encoding="utf-8").splitlines() if len(line) > MAX_LINE_CHARS] == []


@pytest.mark.parametrize("file", MARKDOWN, ids=lambda file: file.name)
def test_fences_and_table_rows_are_whole(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert sum(line.startswith("```") for line in text.splitlines()) % 2 == 0
    tables = re.findall(r"(?:^\|.*\n)+", _FENCE.sub("", text), re.MULTILINE)
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", _CODE.sub("", row))) for row in table.splitlines()}) == 1, table
