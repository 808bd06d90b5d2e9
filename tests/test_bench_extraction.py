"""The benchmark of extraction: its scores are what they say, and it runs, without real pages too."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.extraction import __main__ as bench
from benchmarks.extraction import peers
from benchmarks.extraction.cases import ROOT, Case, Truth, golden_cases, real_cases
from benchmarks.extraction.differences import difference
from benchmarks.extraction.predictions import NOTHING, Prediction, least_seconds, read_predictions
from benchmarks.extraction.scoring import score_page, score_pages, summed, words_of
from benchmarks.extraction.steps import REST, StepClock, seconds_by_step
from benchmarks.extraction.tables import MEASURES, asked_lines, scores_table, steps_table, times_of, times_table


def case(**truth: Any) -> Case:
    return Case(id="a", corpus="aeb", url="https://a.example/b", file=Path("a.html"), truth=Truth(**truth))


WORDS = [
    ("The bridge, re-opened.", ["The", "bridge", "re", "opened"]),
    ("ﬁne ½", ["fine", "1", "2"]),
    ("مُحَمَّد ـــ كـــتب", ["محمد", "كتب"]),
    ("新しい橋 opens", ["新", "し", "い", "橋", "opens"]),
    ("สะพาน", list("สะพาน")),
    ("snake_case", ["snake_case"]),
    ("a\u200bb \u200fc", ["ab", "c"]),
    ("", []),
    (None, []),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_words(text: str | None, words: list[str]) -> None:
    assert words_of(text) == words


BODIES = [
    # truth, prediction, precision, recall, F1
    ("a b c d e", "a b c d e", 1.0, 1.0, 1.0),
    ("a b c d e", "a b c d", 1.0, 0.5, 2 / 3),
    ("a b c d", "a b c d e", 0.5, 1.0, 2 / 3),
    ("a b c d a b c d", "a b c d", 1.0, 0.2, 1 / 3),
    ("a b c", "a b c", 1.0, 1.0, 1.0),
    ("a b c d", "w x y z", 0.0, 0.0, 0.0),
    ("a b c d", "", None, 0.0, 0.0),
    ("a b c d", None, None, 0.0, 0.0),
]


@pytest.mark.parametrize(("truth", "text", "precision", "recall", "f1"), BODIES)
def test_bodies(truth: str, text: str | None, precision: float | None, recall: float, f1: float) -> None:
    score = score_page(case(body=truth), Prediction(text=text))
    assert (score.precision, score.recall, score.f1) == pytest.approx((precision, recall, f1))


FIELDS: list[tuple[dict[str, Any], dict[str, Any], dict[str, float | None]]] = [
    ({"title": "The bridge opens"}, {"title": "the Bridge: opens!"}, {"title": 1.0, "near": 1.0}),
    ({"title": "The old bridge opens again"}, {"title": "The old bridge opens"}, {"title": 0.0, "near": 1.0}),
    ({"title": "The old bridge opens again"}, {"title": "Bridge"}, {"title": 0.0, "near": 0.0}),
    ({"title": "The bridge"}, {}, {"title": 0.0, "near": 0.0}),
    ({}, {"title": "The bridge"}, {"title": None, "near": None}),
    ({"authors": ("Ada Byron", "Jo Day")}, {"authors": ("jo day", "By Ada Byron")}, {"authors": 1.0}),
    ({"authors": ("Ada Byron",)}, {"authors": ("Ada Byron", "Jo Day")}, {"authors": 0.0}),
    ({"authors": ("Ada Byron",)}, {}, {"authors": 0.0}),
    ({}, {"authors": ("Ada Byron",)}, {"authors": None}),
    ({"date": "2024-05-01"}, {"published": "2024-05-01T10:15+03:00"}, {"date": 1.0}),
    ({"date": "2024-05-01"}, {"published": "2024-05"}, {"date": 0.0}),
    ({"date": "2024-05-01"}, {}, {"date": 0.0}),
    ({"wanted": ("“a” – b", "c"), "unwanted": ("d", "e")}, {"text": '"a" - b\nd'}, {"wanted": 0.5, "unwanted": 0.5}),
    ({"unwanted": ("d",)}, {}, {"wanted": None, "unwanted": 1.0}),
]


@pytest.mark.parametrize(("truth", "prediction", "scores"), FIELDS)
def test_fields(truth: dict[str, Any], prediction: dict[str, Any], scores: dict[str, float | None]) -> None:
    score = score_page(case(**truth), Prediction(**prediction))
    assert {name: getattr(score, name) for name in scores} == scores


def test_a_collection_is_the_mean_of_its_pages_and_f1_that_of_the_means() -> None:
    cases = [replace(case(body=body, title="T"), id=name) for name, body in (("a", "a b c d e"), ("b", "a b c d"), ("c", "a b c d"))]
    score = summed(score_pages(cases, {"a": Prediction(text="a b c d", title="T"), "b": Prediction(text="a b c d e"), "c": Prediction(error="ValueError: x")}))
    assert (score.pages, score.bad, score.empty, score.failed) == (3, 3, 1, 1)
    assert (score.precision, score.recall, score.title) == pytest.approx((0.75, 0.5, 1 / 3))
    assert score.f1 == pytest.approx(2 * 0.75 * 0.5 / 1.25)
    assert score.authors is None


def test_a_collection_without_bodies_has_no_f1() -> None:
    assert summed(score_pages([case(title="T")], {})).f1 is None


DIFFERENCES = [
    ("a b c d", "a b c d", "lost nothing; extra nothing"),
    ("a b c d", "c d e", "lost 50%, most of it at the beginning: “a b” (2 words); extra 33%, most of it at the end: “e” (1 words)"),
    ("a b c d", "a x d", "lost 50%, most of it inside: “b c” (2 words); extra 33%, most of it inside: “x” (1 words)"),
    ("a b c d", "", "no text (nothing found)"),
]


@pytest.mark.parametrize(("truth", "text", "told"), DIFFERENCES)
def test_a_difference_is_told_in_a_line(truth: str, text: str, told: str) -> None:
    assert difference(truth, Prediction(text=text)) == told


def test_tables_have_a_row_for_each_and_no_column_that_nobody_has() -> None:
    score = summed(score_pages([case(body="a b c d")], {"a": Prediction(text="a b c d")}))
    table = scores_table({"x": score, "y": summed(score_pages([case(body="a b c d")], {"a": NOTHING}))}).splitlines()
    assert table[0] == "| extractor | F1 | P | R | bad pages | empty | exceptions |"
    assert table[2:] == ["| x | 1.0000 | 1.0000 | 1.0000 | 0 | 0 | 0 |", "| y | 0.0000 | – | 0.0000 | 1 | 1 | 0 |"]
    assert list(asked_lines("aeb", score)) == [f"- aeb {MEASURES[name]} ≥ {least}: 1.0000 met" for name, least in (("f1", 0.972), ("precision", 0.96), ("recall", 0.98))]
    assert list(asked_lines("golden", score)) == []


def test_times_are_told_beside_the_yardstick() -> None:
    slow, fast = times_of([0.02, 0.04, 0.03]), times_of([0.01, 0.02, 0.03])
    assert times_of([]) is None
    assert times_table({"slow": slow, "fast": fast, "none": None}, "slow").splitlines()[2:] == [
        "| slow | 30.0 | 30.0 | 40.0 | 1.00 | 1.00 |",
        "| fast | 20.0 | 20.0 | 30.0 | 0.67 | 0.67 |",
    ]


def test_the_least_time_of_some_rounds_counts() -> None:
    rounds = [{"a": Prediction(cpu_seconds=2.0), "b": Prediction()}, {"a": Prediction(cpu_seconds=1.0)}]
    assert least_seconds(rounds) == {"a": 1.0}


def test_steps_add_up_and_leave_the_functions_as_they_were() -> None:
    before = json.loads(newscrawl_line())
    seconds = seconds_by_step(golden_cases()[:1])
    assert {REST, "clean_article", "parse_html, called by document"} <= set(seconds)
    assert any(name.startswith("field source: ") for name in seconds)
    assert steps_table(seconds, 1).splitlines()[0] == "| step | mean ms | share |"
    assert json.loads(newscrawl_line()) == before


def newscrawl_line() -> str:
    import newscrawl
    from tests.extraction.making import NOW, URL, story

    found = newscrawl.extract(story().encode(), URL, fetched_at=NOW)
    assert isinstance(found, newscrawl.Article)
    return found.to_json()


def test_time_within_a_timed_call_counts_for_the_inner_alone() -> None:
    clock = StepClock()
    inner = clock.timed("inner", lambda: sum(range(300_000)))
    clock.timed("outer", inner)()
    assert clock.seconds["inner"] > 10 * clock.seconds["outer"] >= 0


def test_golden_pages_are_cases() -> None:
    cases = golden_cases()
    assert len(cases) >= 3
    assert all(case.file.exists() and case.truth.body for case in cases)


def test_real_pages_are_read_where_they_are(tmp_path: Path) -> None:
    assert real_cases(tmp_path) == []
    row = {"id": "x-1", "corpus": "x", "url": "https://a.example/", "html": "html/x-1.html.gz", "truth": {"body": "a", "must_contain": ["a"]}}
    (tmp_path / "truth.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (found,) = real_cases(tmp_path)
    assert (found.file, found.truth) == (tmp_path / "html/x-1.html.gz", Truth(body="a", wanted=("a",)))


@pytest.fixture
def working(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(peers, "WORK", tmp_path / "work")
    return tmp_path


def test_newscrawl_alone_on_the_golden_pages(working: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "--only", "newscrawl", "--rounds", "1", "--corpus", str(working / "nowhere")])
    bench.main()
    out = capsys.readouterr().out
    assert f"real pages skipped: no truth.jsonl in {working / 'nowhere'}" in out
    assert "### golden, " in out
    assert "| newscrawl | 1.0000 | 1.0000 | 1.0000 | 0 | 0 | 0 |" in out
    assert "### Where newscrawl's time goes" in out


def test_an_extractor_that_breaks_is_left_out(working: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = peers.Extractor(name="broken", module="by_nobody")
    assert bench.run([broken], golden_cases(), rounds=2) == ({}, {})
    assert "left out: broken: exit code 1: ModuleNotFoundError" in capsys.readouterr().out


def test_an_exception_on_a_page_is_counted(tmp_path: Path) -> None:
    (tmp_path / "by_raising.py").write_text("def extract(html, url, headers, fetched_at):\n    raise ValueError(url)\n", encoding="utf-8")
    tasks, out = tmp_path / "tasks.jsonl", tmp_path / "out.jsonl"
    tasks.write_text(json.dumps(golden_cases()[0].as_task()) + "\n", encoding="utf-8")
    predict = [sys.executable, str(peers.HERE / "predict.py"), "by_raising", str(tasks), str(out)]
    subprocess.run(predict, env={"PYTHONPATH": str(tmp_path)}, check=True)
    (prediction,) = read_predictions(out).values()
    assert (prediction.error or "").startswith("ValueError: https://")
    assert prediction.cpu_seconds is not None


def test_predictions_of_ones_own_are_scored(tmp_path: Path) -> None:
    case = golden_cases()[0]
    mine = tmp_path / "mine.jsonl"
    mine.write_text(json.dumps({"id": case.id, "text": case.truth.body, "title": case.truth.title}) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.extraction", "--corpus", str(tmp_path), "--score", str(mine)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "| mine.jsonl | " in done.stdout
    assert "CPU time" not in done.stdout


def test_the_environment_of_a_peer_is_pinned() -> None:
    assert all("==" in requirement for extractor in peers.EXTRACTORS for requirement in extractor.requirements)
