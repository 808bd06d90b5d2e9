"""`newscrawl extract` as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.extraction.making import PROSE, SENTENCES, URL, story

ROOT = Path(__file__).parents[2]
PAGE = story()
SAVED = f"<!-- saved from url=(0043){URL} -->{PAGE}"


def run(*args: str, stdin: str | bytes = "", **env: str) -> subprocess.CompletedProcess[bytes]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("NEWSCRAWL_", "SCRAPY_"))}
    return subprocess.run(
        (sys.executable, "-m", "newscrawl", "extract", *args),
        cwd=ROOT,
        env={**clean, "PYTHONPATH": str(ROOT), **env},
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_a_file_becomes_one_line(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    done = run(str(file), "--url", URL, "--fetched-at", "2026-11-22T16:00:00+00:00")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 1
    record = json.loads(done.stdout)
    assert (record["url"], record["title"], record["outlet"], record["raw"]) == (URL, "The bridge opens again", "courier-example", [])
    assert record["fetched_at"] == "2026-11-22T16:00:00+00:00"


def test_the_next_pages_of_an_article_are_named_in_order(tmp_path: Path) -> None:
    lines = ("A ferry took people across the water in the meantime.", "Many say that they will miss it very much.")
    for number, body in enumerate((PROSE, *(f"<p>{line}</p>" for line in lines)), 1):
        (tmp_path / f"{number}.html").write_text(story("", body), encoding="utf-8")
    files = [str(tmp_path / f"{number}.html") for number in (1, 2, 3)]
    done = run(files[0], "--url", URL, "--part", files[1], "--part", files[2])
    record = json.loads(done.stdout)
    assert record["text"] == "\n".join((*SENTENCES, *lines))
    assert record["provenance"]["parts"] == {"read": 3}


def test_standard_input_that_says_its_address_becomes_an_indented_record() -> None:
    done = run("-", "--pretty", stdin=SAVED.replace("The bridge", "جسر"), PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.decode().startswith('{\n    "schema": 1,')
    assert json.loads(done.stdout)["title"] == "جسر opens again"


def test_the_outlets_of_the_users_folder_are_known(tmp_path: Path) -> None:
    (tmp_path / "courier.toml").write_text('name = "Riverside Courier"\nhome = "https://courier.example/"\n', encoding="utf-8")
    by_address = run("-", stdin=SAVED, NEWSCRAWL_OUTLETS=str(tmp_path))
    by_slug = run("-", "--outlet", "courier", "--url", "https://other.example/a", stdin=PAGE, NEWSCRAWL_OUTLETS=str(tmp_path))
    assert [json.loads(done.stdout)["outlet"] for done in (by_address, by_slug)] == ["courier", "courier"]


def test_a_rejection_ends_with_3_and_says_why() -> None:
    done = run("-", "--url", URL, stdin=b"%PDF-1.7")
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.decode().strip() == "no article: not_html: PDF"


def test_other_commands_do_not_pay_for_the_extractor() -> None:
    code = "import sys, newscrawl.commands.extract; print(*{'trafilatura', 'htmldate'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


WRONG_USE: list[tuple[str, tuple[str, ...], str]] = [
    ("no file", (), "0 were given"),
    ("a part that is not there", ("-", "--url", URL, "--part", "/nowhere/2.html"), "/nowhere/2.html can't be read"),
    ("two files", ("a.html", "b.html"), "2 were given"),
    ("a file that is not there", ("/nowhere/at/all.html",), "No such file"),
    ("a folder", (".",), "Is a directory"),
    ("no address", ("-",), "give it with --url"),
    ("an outlet nobody knows", ("-", "--url", URL, "--outlet", "samlpe"), "did you mean sample?"),
    ("a time without offset", ("-", "--url", URL, "--fetched-at", "2026-11-22T16:00:00"), "has no offset"),
    ("a time before the web", ("-", "--url", URL, "--fetched-at", "0001-01-01T00:00:00+14:00"), "lies in the year 1"),
    ("a time that is none", ("-", "--url", URL, "--fetched-at", "noon"), "--fetched-at noon"),
    ("two shapes", ("-", "--json", "--pretty"), "not allowed with"),
]


@pytest.mark.parametrize(("args", "says"), [row[1:] for row in WRONG_USE], ids=[row[0] for row in WRONG_USE])
def test_wrong_use_ends_with_2_and_says_what(args: tuple[str, ...], says: str) -> None:
    done = run(*args, stdin=PAGE)
    assert (done.returncode, done.stdout) == (2, b"")
    assert says in done.stderr.decode()
