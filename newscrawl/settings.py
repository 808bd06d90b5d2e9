"""Every Scrapy setting that newscrawl changes, each with its reason. ITEM_PIPELINES, read top to bottom, is the data path.

Each `NEWSCRAWL_` setting is an environment variable of the same name too; `-s NAME=value` wins.
"""

from __future__ import annotations

import os

import scrapy.core.downloader.contextfactory  # noqa: F401 - early: what it does at its import takes 0.2 s more once many modules are there
from scrapy.settings import default_settings

from newscrawl import __version__

BOT_NAME = "newscrawl"
SPIDER_MODULES = ["newscrawl.spiders"]
NEWSPIDER_MODULE = "newscrawl.spiders"
COMMANDS_MODULE = "newscrawl.commands"

# --- ours ---------------------------------------------------------------------------------------------------------------------------
NEWSCRAWL_DATA = os.environ.get("NEWSCRAWL_DATA", "data")
NEWSCRAWL_STATE = os.environ.get("NEWSCRAWL_STATE", "")  # SQLAlchemy URL; empty: state.sqlite in the data folder
NEWSCRAWL_OUTLETS = os.environ.get("NEWSCRAWL_OUTLETS", "")  # folder with outlet files of your own
NEWSCRAWL_ALLOW_ADDRESSES = os.environ.get("NEWSCRAWL_ALLOW_ADDRESSES", "")  # IP, network, IP:port: let through though not public
NEWSCRAWL_WORKERS = os.environ.get("NEWSCRAWL_WORKERS", "")  # extraction processes; empty: one a core
NEWSCRAWL_OFFLINE = os.environ.get("NEWSCRAWL_OFFLINE", "")  # WARC files (glob) that answer instead of the network
NEWSCRAWL_CONTACT = os.environ.get("NEWSCRAWL_CONTACT", "")  # address or page of whoever runs this, for the user agent
NEWSCRAWL_PROGRESS = os.environ.get("NEWSCRAWL_PROGRESS", "auto")  # auto: a live line on a terminal, else a line of the log a minute; plain; off
NEWSCRAWL_OPT_OUT = os.environ.get("NEWSCRAWL_OPT_OUT", "mark")  # articles whose outlet reserves text and data mining: keep, mark or skip

# --- the data path --------------------------------------------------------------------------------------------------------------------
ITEM_PIPELINES = {
    "newscrawl.pipelines.RefuseUnfetched": 100,
    "newscrawl.pipelines.ArchivePage": 200,  # before anything can reject the page
    "newscrawl.pipelines.ExtractArticle": 300,
    "newscrawl.pipelines.LeaveOtherDays": 350,  # before it counts as the first of its copies
    "newscrawl.pipelines.DropDuplicate": 400,
    "newscrawl.pipelines.WriteArticle": 500,
}
EXTENSIONS = {"newscrawl.ledger.Ledger": 0, "newscrawl.workers.Workers": 0, "newscrawl.progress.Progress": 0}
DOWNLOADER_MIDDLEWARES_BASE = {  # cookies are never sent, and what would send them takes long to load
    name: order for name, order in default_settings.DOWNLOADER_MIDDLEWARES_BASE.items() if "cookies" not in name
}
DOWNLOADER_MIDDLEWARES = {
    "newscrawl.middlewares.SayWhoWeAre": 30,  # before robots.txt is asked, which is asked by the same name
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawl.robots.ObeyRobots": 100,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "newscrawl.middlewares.FollowRedirects": 600,
    "newscrawl.middlewares.ConditionalGet": 560,  # below retry, so that each try is conditional; above redirect, which copies headers
}
DOWNLOAD_HANDLERS = {
    "http": "newscrawl.handlers.WebHandler",
    "https": "newscrawl.handlers.WebHandler",
    "data": None,  # nothing but http and https is ever fetched
    "file": None,
    "ftp": None,
    "s3": None,
}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier is the only memory of what was seen

# --- manners --------------------------------------------------------------------------------------------------------------------------
USER_AGENT = f"newscrawl/{__version__}"  # SayWhoWeAre adds NEWSCRAWL_CONTACT
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "newscrawl"  # the bare product token, as RFC 9309 section 2.2.1 wants
DOWNLOAD_DELAY = 0  # the download handler keeps the gap, across runs and for every kind of request
CONCURRENT_REQUESTS = 0  # no limit here: what waits for the turn of one host must not keep others out; the download handler limits what is on its way
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # an outlet file's `connections` raises it for its hosts
RETRY_TIMES = 2  # in one run; after that the frontier tries again in a later one
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408]  # not 429: who is told to wait comes back in a later run
REDIRECT_MAX_TIMES = 5  # an article is not further away than that
METAREFRESH_ENABLED = False  # a page that says "go elsewhere in 30 s" is still the page
COOKIES_ENABLED = False  # nothing of one host reaches another
REFERER_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "*",  # the outlet's own edition, not a translated one
}

# --- safety: Scrapy's defaults that are unsafe for pages of strangers -------------------------------------------------------------------
REMOTE_CONTROL_ENABLED = False  # a local HTTP server that runs code
TELNETCONSOLE_ENABLED = False
EXTENSIONS_BASE = {  # nor even loaded
    name: order for name, order in default_settings.EXTENSIONS_BASE.items() if "remote_control" not in name and "telnet" not in name
}
HTTPPROXY_ENABLED = False  # proxy variables of the environment would lead around every check
DOWNLOAD_VERIFY_CERTIFICATES = True
TWISTED_DNS_RESOLVER = "newscrawl.guard.AddressGuard"  # only public addresses are connected to; it works in project settings alone
DOWNLOAD_TIMEOUT = 30  # seconds for one hop, from connecting to the last byte
DOWNLOAD_MAXSIZE = 50 * 1024 * 1024  # for any kind of request; newscrawl.core.limits has less for most. 1 GiB by default
DOWNLOAD_WARNSIZE = 0
HTTPCACHE_ENABLED = False

# --- the engine -----------------------------------------------------------------------------------------------------------------------
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 64 * 1024 * 1024  # the Ledger hands out few links at a time; Scrapy's 5 MB would stop the group commit at 24 pages
CONCURRENT_ITEMS = 2  # of one answer; Scrapy starts as many tasks for each, and ours gives one item
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"  # the Ledger counts each rejection
LOG_LEVEL = "INFO"
LOGSTATS_INTERVAL = 60
FEED_EXPORT_ENCODING = "utf-8"  # for those who add FEEDS beside our own output
