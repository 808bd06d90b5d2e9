"""The import law holds in the package, and its checker sees every kind of breach."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import newscrawl
from tests.importlaw import INNER, LIBRARIES, MAY_IMPORT, ONE_HOME, ring_of, sources_of, violations

PACKAGE = Path(newscrawl.__file__).parent
SOURCES = sources_of(PACKAGE)
PACKAGES = frozenset(name for name in SOURCES if (PACKAGE.parent / name.replace(".", "/") / "__init__.py").exists())


@pytest.mark.no_cover
def test_the_package_keeps_the_law() -> None:
    assert violations(SOURCES, PACKAGES) == []


def test_the_checker_looked_at_every_ring() -> None:
    assert {ring_of(name) for name in SOURCES} >= {*INNER, "face", "commands", "errors", "root"}


@pytest.mark.parametrize("ring", INNER)
def test_inner_rings_import_without_scrapy_and_twisted(ring: str) -> None:
    """What an import really loads, which a syntax tree can't tell."""
    modules = sorted(name for name in SOURCES if ring_of(name) == ring)
    code = "import sys\n" + "\n".join(f"import {name}" for name in modules) + "\nprint(sorted({'scrapy', 'twisted'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


RINGS_AS_PACKAGES = tuple(f"newscrawl.{ring}" for ring in (*INNER, "commands"))
MODULES = ("newscrawl", "newscrawl.core.url", "newscrawl.errors", "newscrawl.pipelines", "newscrawl.commands.crawl", "newscrawl.ledger")
KNOWN = dict.fromkeys((*MODULES, *RINGS_AS_PACKAGES), "")
PLANTED_PACKAGES = frozenset(("newscrawl", *RINGS_AS_PACKAGES))

BREACHES = [
    # the module, its source, what the checker says
    ("newscrawl.core.x", "import lxml", "core imports the library lxml"),
    ("newscrawl.core.x", "from scrapy.http import Request", "core imports the library scrapy"),
    ("newscrawl.core.x", "from newscrawl import stores", "core imports newscrawl.stores"),
    ("newscrawl.core.x", "from newscrawl.stores.state import claims", "core imports newscrawl.stores.state"),
    ("newscrawl.core.x", "from ..stores import jsonl", "core imports newscrawl.stores"),
    ("newscrawl.core.x", "from .. import report", "core imports newscrawl.report"),
    ("newscrawl.core", "from ..report import status", "core imports newscrawl.report"),
    ("newscrawl.core.x", "import newscrawl.settings", "core imports newscrawl.settings"),
    ("newscrawl.core.x", "from newscrawl import extract", "core imports newscrawl"),
    ("newscrawl.core.x", "def f():\n    import scrapy", "core imports the library scrapy"),
    ("newscrawl.core.x", "import os", "core imports os"),
    ("newscrawl.core.x", "from os import environ", "core imports os"),
    ("newscrawl.core.x", "import socket", "core imports socket"),
    ("newscrawl.core.x", "import time", "core imports time"),
    ("newscrawl.core.x", "from random import choice", "core imports random"),
    ("newscrawl.core.x", "import urllib.request", "core imports urllib.request"),
    ("newscrawl.core.x", "from urllib import request", "core imports urllib.request"),
    ("newscrawl.core.x", "from importlib import import_module", "core imports importlib"),
    ("newscrawl.core.x", "f = open('x')", "core calls open() (line 1)"),
    ("newscrawl.core.x", "def f():\n    return datetime.now(UTC)", "core calls .now() (line 2)"),
    ("newscrawl.core.x", "d = date.today()", "core calls .today() (line 1)"),
    ("newscrawl.core.x", "m = __import__('os')", "core calls __import__() (line 1)"),
    ("newscrawl.core.x", "from io import BytesIO", "core imports io"),
    ("newscrawl.discovery.x", "from newscrawl.extraction import body", "discovery imports newscrawl.extraction"),
    ("newscrawl.discovery.x", "import requests", "discovery imports the library requests"),
    ("newscrawl.discovery.x", "import time", "discovery imports time"),
    ("newscrawl.extraction.x", "from newscrawl.discovery import feed", "extraction imports newscrawl.discovery"),
    ("newscrawl.extraction.x", "t = path.read_text()", "extraction calls .read_text() (line 1)"),
    ("newscrawl.outlets.x", "from newscrawl import stores", "outlets imports newscrawl.stores"),
    ("newscrawl.outlets.x", "import scrapy", "outlets imports the library scrapy"),
    ("newscrawl.stores.x", "from newscrawl.outlets import load_outlets", "stores imports newscrawl.outlets"),
    ("newscrawl.stores.x", "import rich", "stores imports the library rich"),
    ("newscrawl.report.x", "from newscrawl.stores import jsonl", "report imports newscrawl.stores"),
    ("newscrawl.report.x", "if TYPE_CHECKING:\n    from scrapy import Spider", "report imports the library scrapy"),
    ("newscrawl.errors", "from newscrawl.core.url import url_key", "errors imports newscrawl.core.url"),
    ("newscrawl.errors", "import scrapy", "errors imports the library scrapy"),
    ("newscrawl", "import scrapy", "root imports the library scrapy"),
    ("newscrawl", "from newscrawl.ledger import Ledger", "root imports newscrawl.ledger"),
    ("newscrawl.ledger", "from newscrawl.commands.crawl import Command", "face imports newscrawl.commands.crawl"),
    ("newscrawl.spiders.x", "from newscrawl import commands", "face imports newscrawl.commands"),
    ("newscrawl.commands.x", "from newscrawl.commands.crawl import Command", "commands imports newscrawl.commands.crawl"),
    ("newscrawl.spiders.x", "from newscrawl import pipelines", "a spider imports newscrawl.pipelines"),
    ("newscrawl.spiders.x", "from newscrawl.pipelines import WriteArticle", "a spider imports newscrawl.pipelines"),
    ("newscrawl.ledger", "def f(crawler):\n    return crawler.settings['X']", "settings are read outside from_crawler (line 2)"),
    ("newscrawl.ledger", "def f(self):\n    return self.crawler.settings['X']", "settings are read outside from_crawler (line 2)"),
    ("newscrawl.spiders.x", "def f(self):\n    return self.settings['X']", "settings are read outside from_crawler (line 2)"),
]


@pytest.mark.parametrize(("module", "source", "says"), BREACHES)
def test_a_planted_breach_is_found(module: str, source: str, says: str) -> None:
    assert f"{module}: {says}" in violations({**KNOWN, module: source}, PLANTED_PACKAGES)


@pytest.mark.parametrize("library", ONE_HOME)
def test_a_library_outside_its_home_is_found(library: str) -> None:
    found = violations({"newscrawl.ledger": f"import {library}"})
    assert found == [f"newscrawl.ledger: {library} is imported outside {ONE_HOME[library][0]}"]


@pytest.mark.parametrize("library", [library for library, (_, files) in ONE_HOME.items() if files == 1])
def test_a_library_in_two_files_of_its_home_is_found(library: str) -> None:
    home = ONE_HOME[library][0]
    found = violations({f"{home}.a": f"import {library}", f"{home}.b": f"from {library} import x"})
    assert found == [f"{library} is imported in 2 files: {home}.a, {home}.b"]


LAWFUL = [
    ("newscrawl.core.x", "import re\nfrom datetime import datetime, time\nfrom urllib.parse import urlsplit\nimport w3lib.url"),
    ("newscrawl.core.x", "from newscrawl.core.url import url_key\nfrom .url import url_key as k\nfrom . import url\nfrom newscrawl.errors import StateError"),
    ("newscrawl.discovery.x", "from io import BytesIO\nimport feedparser\nimport lxml.etree\nfrom newscrawl.core.url import url_key"),
    ("newscrawl.stores.state.x", "import os\nimport sqlalchemy\nfrom newscrawl import __version__"),
    ("newscrawl.ledger", "import scrapy\nfrom newscrawl.stores import jsonl\nfrom newscrawl import pipelines"),
    ("newscrawl.ledger", "class A:\n    @classmethod\n    def from_crawler(cls, crawler):\n        return cls(crawler.settings['X'])"),
    ("newscrawl.commands.x", "import scrapy\nfrom newscrawl.ledger import Ledger\ndef run(self, crawler):\n    return crawler.settings['X']"),
    ("newscrawl", "from newscrawl.extraction import extract\nfrom newscrawl.outlets import find_outlet"),
]


@pytest.mark.parametrize(("module", "source"), LAWFUL)
def test_what_the_law_allows_passes(module: str, source: str) -> None:
    assert violations({**KNOWN, module: source}, PLANTED_PACKAGES) == []


def test_every_ring_has_its_rows() -> None:
    assert set(MAY_IMPORT) == {*INNER, "errors", "root", "face", "commands"}
    assert set(LIBRARIES) == {*INNER, "errors", "root"}
