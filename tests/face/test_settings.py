"""The effective settings of the project: Scrapy's unsafe defaults are off, our own components are in their places."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from scrapy.settings import Settings, default_settings
from scrapy.utils.misc import load_object

from newscrawl import settings as ours


@pytest.fixture(scope="module")
def effective() -> Settings:
    """As Scrapy has them after loading the project's settings module."""
    found = Settings()
    found.setmodule(importlib.reload(ours), priority="project")
    return found


SAFE: list[tuple[str, Any]] = [
    ("REMOTE_CONTROL_ENABLED", False),
    ("TELNETCONSOLE_ENABLED", False),
    ("HTTPPROXY_ENABLED", False),
    ("DOWNLOAD_VERIFY_CERTIFICATES", True),
    ("ROBOTSTXT_OBEY", True),
    ("COOKIES_ENABLED", False),
    ("REFERER_ENABLED", False),
    ("METAREFRESH_ENABLED", False),
    ("HTTPCACHE_ENABLED", False),
    ("DUPEFILTER_CLASS", "scrapy.dupefilters.BaseDupeFilter"),
    ("TWISTED_REACTOR", "twisted.internet.asyncioreactor.AsyncioSelectorReactor"),
    ("DEFAULT_DROPITEM_LOG_LEVEL", "DEBUG"),
    ("ROBOTSTXT_USER_AGENT", "newscrawl"),
    ("JOBDIR", None),
]


@pytest.mark.parametrize(("name", "value"), SAFE)
def test_a_setting_is_the_safe_one(effective: Settings, name: str, value: Any) -> None:
    assert effective.get(name) == value


@pytest.mark.parametrize("scheme", ["file", "ftp", "s3", "data"])
def test_nothing_but_http_is_fetched(effective: Settings, scheme: str) -> None:
    assert effective.getwithbase("DOWNLOAD_HANDLERS").get(scheme) is None


@pytest.mark.parametrize(
    ("name", "most"), [("DOWNLOAD_MAXSIZE", 64 * 2**20), ("DOWNLOAD_TIMEOUT", 60), ("REDIRECT_MAX_TIMES", 10), ("RETRY_TIMES", 3), ("CONCURRENT_REQUESTS_PER_DOMAIN", 1)]
)
def test_a_limit_is_set_and_low(effective: Settings, name: str, most: int) -> None:
    assert 0 < effective.getint(name) <= most


def test_who_is_told_to_wait_is_not_asked_again_at_once(effective: Settings) -> None:
    assert "429" not in effective.getlist("RETRY_HTTP_CODES")
    assert 429 not in effective.getlist("RETRY_HTTP_CODES")


def test_pipelines_are_the_data_path_in_order(effective: Settings) -> None:
    pipelines = effective.getdict("ITEM_PIPELINES")
    assert [path.rpartition(".")[2] for path in sorted(pipelines, key=pipelines.__getitem__)] == [
        *("RefuseUnfetched", "ArchivePage", "ExtractArticle", "LeaveOtherDays", "DropDuplicate", "WriteArticle"),
    ]


@pytest.mark.parametrize("name", ["ITEM_PIPELINES", "EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "DOWNLOAD_HANDLERS"])
def test_every_component_that_is_named_exists(effective: Settings, name: str) -> None:
    for key, value in effective.getdict(name).items():
        path = value if name == "DOWNLOAD_HANDLERS" else key
        assert path is None or load_object(path)


def test_every_setting_is_one_that_scrapy_or_we_know() -> None:
    """A misspelt name would do nothing, silently."""
    known = set(dir(default_settings)) | {"COMMANDS_MODULE", "ROBOTSTXT_USER_AGENT", "SPIDER_MODULES"}
    unknown = {name for name in dir(ours) if name.isupper() and not name.startswith("NEWSCRAWL_")} - known
    assert unknown == set()
