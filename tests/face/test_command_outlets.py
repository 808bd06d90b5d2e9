"""`scrapy outlets` and the `newscrawl` program, as a person runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRAPY = (sys.executable, "-m", "scrapy")
NEWSCRAWL = (sys.executable, "-m", "newscrawl")


def run(*command: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("NEWSCRAWL_", "SCRAPY_"))}
    return subprocess.run(command, cwd=cwd, env={**clean, "PYTHONPATH": str(ROOT), **env}, capture_output=True, text=True, timeout=60, check=False)


def write(folder: Path, slug: str, content: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{slug}.toml"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    write(folder, "sahwa", 'home = "https://real.example/"')
    write(folder, "a", 'name = "A"\nhome = "https://x.example/"\n[article]\npath = "^/a/"')
    write(folder, "b", 'name = "B"\nhome = "https://x.example/"\n[article]\npath = "^/b/"')
    return folder


def test_the_bundled_outlets_are_listed() -> None:
    done = run(*SCRAPY, "outlets")
    assert (done.returncode, done.stderr) == (0, "")
    header, *rows = done.stdout.splitlines()
    assert header.split() == ["outlet", "from", "seeds", "shared", "host", "home", "name"]
    (sahwa,) = [row for row in rows if row.startswith("sahwa ")]
    assert [part.strip() for part in sahwa.split("  ") if part.strip()] == [
        *("sahwa", "bundled", "feed 1, wordpress 1", "-", "https://sahwa.example/", "صحوة نيوز"),
    ]


def test_json_says_what_is_chosen_bundled_and_shared(mine: Path) -> None:
    done = run(*SCRAPY, "outlets", "--json", "-s", f"NEWSCRAWL_OUTLETS={mine}")
    by_slug = {outlet["slug"]: outlet for outlet in json.loads(done.stdout)}
    assert done.returncode == 0
    assert by_slug["a"] == {"slug": "a", "name": "A", "home": "https://x.example/", "seeds": {}, "from": "chosen", "shares_host_with": ["b"]}
    assert by_slug["sahwa"]["from"] == "chosen, over bundled"
    assert by_slug["sahwa"]["home"] == "https://real.example/"
    assert by_slug["sample"]["from"] == "bundled"


def test_the_environment_names_the_folder_and_an_option_wins_over_it(mine: Path) -> None:
    assert "real.example" in run(*SCRAPY, "outlets", NEWSCRAWL_OUTLETS=str(mine)).stdout
    assert "real.example" not in run(*SCRAPY, "outlets", "-s", "NEWSCRAWL_OUTLETS=", NEWSCRAWL_OUTLETS=str(mine)).stdout


def test_mistakes_are_lines_on_stderr_and_exit_code_2(mine: Path) -> None:
    broken = write(mine, "c", 'name = "C"\nhome = "c.example"\nfech = 1')
    done = run(*SCRAPY, "outlets", NEWSCRAWL_OUTLETS=str(mine))
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.partition(": ")[::2][0] for line in done.stderr.splitlines()] == [str(broken)] * 2


def test_a_folder_that_is_not_there_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    done = run(*SCRAPY, "outlets", NEWSCRAWL_OUTLETS=str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "none" in done.stderr


def test_newscrawl_runs_from_any_folder_and_counts_paths_from_there(mine: Path, tmp_path: Path) -> None:
    done = run(*NEWSCRAWL, "outlets", cwd=tmp_path, NEWSCRAWL_OUTLETS="mine")
    assert (done.returncode, done.stderr) == (0, "")
    assert "real.example" in done.stdout


def test_newscrawl_is_itself_even_in_a_project_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = theirs.settings\n", encoding="utf-8")
    assert "sahwa" in run(*NEWSCRAWL, "outlets", cwd=tmp_path).stdout


def test_an_unknown_command_is_exit_code_2(tmp_path: Path) -> None:
    done = run(*NEWSCRAWL, "outlet", cwd=tmp_path)
    assert done.returncode == 2
    assert "Unknown command: outlet" in done.stdout
