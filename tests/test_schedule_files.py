"""The files for cron and systemd that the docs give: each is run once, as its scheduler would."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import RawConfigParser
from pathlib import Path

import pytest

from newscrawl.core.url import clean_url
from tests.site import output, process
from tests.site.loopback import LoopbackOutlet

FILES = process.ROOT / "docs" / "schedule"
PROGRAMS = Path(sys.executable).parent
EVERY_FEW_MINUTES = 5  # fields of a crontab's time


class Machine:
    """A machine with newscrawl in a folder that stands for /srv, and one outlet to crawl."""

    def __init__(self, folder: Path) -> None:
        self.srv = folder / "srv"
        self.project = self.srv / "newscrawl"
        self.project.mkdir(parents=True)
        (self.project / "newscrawl").symlink_to(process.ROOT / "newscrawl")
        shutil.copy(process.ROOT / "scrapy.cfg", self.project)  # a link would lead the run to the folder that it points to
        (self.project / ".venv" / "bin").mkdir(parents=True)
        (self.project / ".venv" / "bin" / "scrapy").symlink_to(PROGRAMS / "scrapy")

    def text(self, name: str) -> str:
        """A file of the docs with this machine's folder for /srv."""
        return (FILES / name).read_text(encoding="utf-8").replace("/srv/", f"{self.srv}/")

    def links(self) -> set[str]:
        """What was crawled."""
        return {record["link"] for record in output.read_lines(self.project / "data")}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def site(machine: Machine) -> Iterator[LoopbackOutlet]:
    with LoopbackOutlet(2) as running:
        running.outlet_toml(machine.srv / "outlets")
        yield running


def run(command: list[str], cwd: Path, env: dict[str, str]) -> process.Finished:
    return process.run(command, cwd=cwd, env=env)


def test_the_line_for_cron_works(machine: Machine, site: LoopbackOutlet) -> None:
    (line,) = machine.text("newscrawl.cron").splitlines()
    fields = line.split(maxsplit=EVERY_FEW_MINUTES)
    assert all(re.fullmatch(r"[*/0-9,-]+", field) for field in fields[:EVERY_FEW_MINUTES])
    assert "%" not in fields[-1]  # cron would end the command there
    done = run(["/bin/sh", "-c", fields[-1]], Path("/"), {})
    assert (done.code, done.stdout, done.stderr) == (0, "", "")
    assert machine.links() == {clean_url(each["url"]) for each in site.truth()}
    assert "kept" in (machine.srv / "newscrawl.log").read_text(encoding="utf-8")


def unit(text: str) -> RawConfigParser:
    parser = RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    return parser


def test_the_unit_for_systemd_works(machine: Machine, site: LoopbackOutlet) -> None:
    service = unit(machine.text("newscrawl.service"))["Service"]
    env = dict(word.split("=", 1) for word in shlex.split(service["Environment"]))
    done = run(shlex.split(service["ExecStart"]), Path(service["WorkingDirectory"]), env)
    assert done.code == 0, done.stderr
    assert machine.links() == {clean_url(each["url"]) for each in site.truth()}
    assert {each.headers["user-agent"].partition("(")[2] for each in site.log} == {f"+{env['NEWSCRAWL_CONTACT']})"}
    assert service["SuccessExitStatus"] == "3"  # owed links are no failure of the unit


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_finds_no_fault_with_the_units(machine: Machine, tmp_path: Path) -> None:
    for name in ("newscrawl.service", "newscrawl.timer"):
        (tmp_path / name).write_text(machine.text(name), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(tmp_path / "newscrawl.timer"), str(tmp_path / "newscrawl.service")], capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "newscrawl" in line]) == (0, [])
    calendar = unit(machine.text("newscrawl.timer"))["Timer"]["OnCalendar"]
    subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, check=True)


@pytest.mark.parametrize("name", ["newscrawl.cron", "newscrawl.service", "newscrawl.timer"])
def test_the_readme_shows_the_very_file(name: str) -> None:
    assert f"```\n{(FILES / name).read_text(encoding='utf-8')}```" in re.sub("```[a-z]+\n", "```\n", (process.ROOT / "README.md").read_text(encoding="utf-8"))
