"""Where a run reads and writes: from the folder of scrapy.cfg, else from the current one; `-s` wins over the environment."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings
from sqlalchemy import make_url

from newscrawl.errors import UsageProblem
from newscrawl.paths import Paths, paths_from
from newscrawl.stores.offline import offline_files
from tests.site import process

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scrapy.cfg; the current folder is two levels below it."""
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newscrawl.settings\n", encoding="utf-8")
    (tmp_path / "outlets").mkdir()
    below = tmp_path / "one" / "two"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    return tmp_path


def paths(**settings: str | None) -> Paths:
    return paths_from(Settings({f"NEWSCRAWL_{name.upper()}": value for name, value in settings.items()}))


def state_file(found: Paths) -> Path:
    return Path(make_url(found.state_url).database or "")


def test_relative_paths_count_from_the_folder_of_scrapy_cfg(project: Path) -> None:
    found = paths(data="news", outlets="outlets", offline="warc/**/*.warc.gz")
    assert (found.data, found.outlets, found.offline) == (project / "news", project / "outlets", str(project / "warc/**/*.warc.gz"))
    assert (state_file(found), found.runs) == (project / "news" / "state.sqlite", project / "news" / "runs")


def test_without_a_scrapy_cfg_they_count_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths(data="news").data == tmp_path / "news"


@pytest.mark.parametrize("setting", [None, ""])
def test_defaults(project: Path, setting: str | None) -> None:
    found = paths(data=setting, outlets=setting, state=setting, offline=setting)
    assert (found.data, found.outlets, found.offline) == (project / "data", None, None)
    assert state_file(found) == project / "data" / "state.sqlite"


def test_absolute_paths_and_a_state_of_ones_own(project: Path, tmp_path: Path) -> None:
    found = paths(data=str(tmp_path / "elsewhere"), state="sqlite:////srv/news.sqlite", offline="/archive/*.warc")
    assert (found.data, found.state_url, found.offline) == (tmp_path / "elsewhere", "sqlite:////srv/news.sqlite", "/archive/*.warc")


def test_a_relative_state_counts_from_there_too(project: Path) -> None:
    assert state_file(paths(state="sqlite:///kept/news.sqlite")) == project / "kept" / "news.sqlite"


ODD_NAMES = ["with space", "صحوة", "a#b", "100%41", "what?", "a&b=c", "[news]"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_folder_name_will_do(project: Path, name: str) -> None:
    assert state_file(paths(data=name)) == project / name / "state.sqlite"


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_glob_below_any_folder_finds_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    file = tmp_path / name / "warc" / "a.warc.gz"
    file.parent.mkdir(parents=True)
    file.touch()
    monkeypatch.chdir(tmp_path / name)
    assert offline_files(paths(offline="warc/*.warc.gz").offline or "") == [file]


def test_outlets_must_be_a_folder(project: Path) -> None:
    with pytest.raises(UsageProblem, match=r"NEWSCRAWL_OUTLETS: .*scrapy\.cfg is not a folder"):
        paths(outlets="scrapy.cfg")


PRINT_SETTINGS = "import json; from scrapy.utils.project import get_project_settings as s; print(json.dumps({k: v for k, v in s().items() if k.startswith('NEWSCRAWL_')}))"
OURS = ("NEWSCRAWL_DATA", "NEWSCRAWL_STATE", "NEWSCRAWL_OUTLETS", "NEWSCRAWL_WORKERS", "NEWSCRAWL_OFFLINE", "NEWSCRAWL_CONTACT")


def test_each_setting_is_an_environment_variable_of_the_same_name() -> None:
    done = process.run([sys.executable, "-c", PRINT_SETTINGS], env={name: f"from-{name}" for name in OURS})
    found = json.loads(done.stdout)
    assert {name: found[name] for name in OURS} == {name: f"from-{name}" for name in OURS}


def test_an_option_wins_over_the_environment(tmp_path: Path) -> None:
    done = process.run(process.scrapy_command("settings", "--get", "NEWSCRAWL_DATA", "-s", "NEWSCRAWL_DATA=option"), env={"NEWSCRAWL_DATA": "environment"})
    assert done.stdout.strip() == "option"
