"""The table of promises: what a run writes, what it leaves, and that each promise has tests and a row."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from tests.reliability import HEAD, PROMISES, ROW, line_of, with_rows

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "reliability.md"
EMPTY = f"# Promises\n\n{line_of(HEAD)}\n| --- | --- | --- | --- | --- |\n\nBelow.\n"


def row(promise: str, command: str, day: str) -> tuple[str, ...]:
    return (f"{promise}: words | more", f"`{command}`: a.py", "3 tests", "kept", day)


def test_rows_of_one_command_replace_those_that_it_wrote_before() -> None:
    first = with_rows(EMPTY, "make a", [row("T10", "make a", "1"), row("T2", "make a", "1")])
    second = with_rows(first, "make b", [row("T2", "make b", "2")])
    third = with_rows(second, "make a", [row("T3", "make a", "3")])
    assert [ROW.match(line).groups() for line in second.splitlines() if ROW.match(line)] == [("T2", "make a"), ("T2", "make b"), ("T10", "make a")]  # type: ignore[union-attr]
    assert [ROW.match(line).groups() for line in third.splitlines() if ROW.match(line)] == [("T2", "make b"), ("T3", "make a")]  # type: ignore[union-attr]
    assert third.startswith("# Promises\n")
    assert third.endswith("\n\nBelow.\n")


def test_a_text_without_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no table"):
        with_rows("# Promises\n", "make a", [])


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["one process", "two"])
def test_a_run_writes_what_it_tried_and_found(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: list[str]) -> None:
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nmarkers =\n  promise: x\n")
    file = pytester.path / "table.md"
    file.write_text(EMPTY, encoding="utf-8")
    pytester.makepyfile(
        test_it=dedent("""
            import pytest
            @pytest.mark.promise("T1", "T2")
            @pytest.mark.parametrize("kills", [20, 30])
            def test_kills(measured, kills): measured("kills", kills, f"{kills} at once", most={"s": kills / 10})
            @pytest.mark.promise("T2")
            def test_fails(): assert 0
            @pytest.mark.promise("T3")
            def test_skips(): pytest.skip("no")
            def test_other(): pass
        """)
    )
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.runpytest_subprocess("-p", "no:cacheprovider", "--reliability", str(file), "--as", "make x", *workers).assert_outcomes(passed=3, failed=1, skipped=1)
    rows = [line for line in file.read_text(encoding="utf-8").splitlines() if ROW.match(line)]
    assert re.fullmatch(r".*T1: .* \| `make x`: test_it.py \| 50 kills \| kept; at most 3 s; 20 at once; 30 at once \| \d{4}-\d\d-\d\d \|", rows[0])
    assert "| 50 kills, 1 tests | **broken**: 1 of 3 tests; at most 3 s" in rows[1]
    assert len(rows) == 2, "a promise whose tests were all skipped has no row"


def test_an_unknown_promise_is_wrong(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(test_it='import pytest\n@pytest.mark.promise("T99")\ndef test_it(): pass\n')
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    assert pytester.runpytest_subprocess().ret == pytest.ExitCode.USAGE_ERROR


def test_what_the_table_says_is_kept() -> None:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if ROW.match(line)]
    assert not [line for line in lines if "**broken**" in line or "skipped" in line]
    assert all(line.startswith(f"| {found[1]}: {PROMISES[found[1]]} |") for line in lines if (found := ROW.match(line)))
