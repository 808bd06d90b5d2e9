"""Backfills that are killed again and again, over a made-up WordPress or over sitemaps, and what must hold after each kill and at the end."""

from __future__ import annotations

import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

from tests.crash.harness import SLUG, CrashLab
from tests.site import output, process
from tests.site.loopback import LoopbackOutlet
from tests.site.wordpress import MadeWordPress

ANSWERS = "/wp-json/wp/v2/posts"
WINDOW = 100  # posts of one answer


class BackfillLab(CrashLab):
    """A crash laboratory whose sessions are backfills over one road."""

    last_requests = (2, 3, 4, 5)

    def __init__(self, site: LoopbackOutlet, folder: Path, seed: int, via: str, workers: int = 1) -> None:
        super().__init__(site, folder, seed, workers)
        self.via = via
        self.env["NEWSCRAWL_ALLOW_ADDRESSES"] = "127.0.0.0/8"

    def start(self, *_: str) -> subprocess.Popen[str]:
        """Start `scrapy crawl backfill`; its log goes to a file of its own."""
        command = process.scrapy_command("crawl", "backfill", "-a", f"outlet={SLUG}", "-a", f"via={self.via}")
        with tempfile.NamedTemporaryFile(dir=self._log, suffix=".log", delete=False) as log:
            return process.start(command, env=self.env, stderr=log.fileno())

    def check_posts(self, made: MadeWordPress) -> None:
        """Every public post is there once, whole, and nothing else."""
        self.check_after_kill()
        records = output.read_lines(self.data)
        expected = {unquote(made.link(post)): post.text for post in made.posts if post.status == "publish" and not post.protected}
        urls = Counter(unquote(record["url"]) for record in records)
        lost, doubled, strange = expected.keys() - urls.keys(), {url for url, count in urls.items() if count > 1}, urls.keys() - expected.keys()
        assert not lost | doubled | strange, f"{len(lost)} lost, {len(doubled)} doubled, {len(strange)} strange: {[*lost, *doubled, *strange][:3]}"
        assert all(record["text"] == expected[unquote(record["url"])] for record in records)

    def posts_asked_for_again(self, made: MadeWordPress) -> int:
        """How many posts the server gave, with their texts, beyond once each."""
        return sum(made.given.values()) - len(made.given)
