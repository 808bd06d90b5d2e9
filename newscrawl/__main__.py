"""The `newscrawl` program: Scrapy's own command line with newscrawl's settings, from any folder."""

from __future__ import annotations

import os
import sys

from scrapy.cmdline import execute
from scrapy.utils.project import ENVVAR

SETTINGS_MODULE = "newscrawl.settings"


def main() -> None:
    """Run one command (`newscrawl crawl latest …`, `newscrawl outlets`) and leave with its exit code.

    The settings are ours even where a scrapy.cfg of another project is near; a settings module that the environment names wins.
    """
    os.environ.setdefault(ENVVAR, SETTINGS_MODULE)
    sys.argv[0] = "newscrawl"
    execute()


if __name__ == "__main__":
    main()
