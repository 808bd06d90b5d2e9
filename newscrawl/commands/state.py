"""`scrapy state forget-part`: say that a file of the output was moved away, or lost lines, and that their articles count as kept."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from newscrawl.errors import NewscrawlError, StoreError, UsageProblem
from newscrawl.paths import paths_from, registry_from
from newscrawl.report import output
from newscrawl.stores.held import parts_below
from newscrawl.stores.state import StateDb, part_rows

ACTION = "forget-part"


class Command(ScrapyCommand):
    """Changes the state by one transaction; may be called while runs work."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return f"{ACTION} FILE [FILE …]"

    def short_desc(self) -> str:
        return "Accept that files of the output were moved away, or lost lines"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            forgotten = self._forget(args)
        except (NewscrawlError, OSError) as problem:
            print(problem, file=sys.stderr)
            self.exitcode = 1 if isinstance(problem, (StoreError, OSError)) else 2
            return
        with output() as stream:
            for name, is_there in forgotten.items():
                what = "accepted as it is; the articles of the lines that it lost" if is_there else "forgotten; its articles"
                print(f"{name}: {what} count as kept", file=stream)

    def _forget(self, args: list[str]) -> dict[str, bool]:
        """Forget the parts that are named, all of them or none; returns which of them are there."""
        if len(args) < 2 or args[0] != ACTION:
            raise UsageProblem(f"give `scrapy state {ACTION} FILE`, a file as the run's note names it, such as articles/sahwa/2026-11-22.jsonl")
        paths = paths_from(self.settings)
        names = list(dict.fromkeys(_name(paths.data, given) for given in args[1:]))
        keep_params = {outlet.slug: outlet.article.keep_params for outlet in registry_from(self.settings).known()}
        if not _is_there(paths.state_url, paths.data):
            raise UsageProblem(f"{paths.data}: there is no state yet, so no file is missing")
        db = StateDb.open(paths.state_url, keep_params=keep_params)
        try:
            with db.write() as connection:
                known = part_rows.load_parts(connection)
                there = parts_below(paths.data)
                lacking = [name for name, row in known.items() if row.short or (name not in there and row.is_needed)]
                for name in names:
                    if name not in lacking:
                        why = "it is there" if name in there else "it was accepted before" if name in known else "no such file is known"
                        raise UsageProblem(f"{name}: {why}; files that are gone or lost lines: {', '.join(lacking) or 'none'}")
                part_rows.accept_parts(connection, names, there)
        finally:
            db.close()
        return {name: name in there for name in names}


def _name(data: Path, given: str) -> str:
    """The name of a part, which may be given from the data folder or from where the caller is."""
    path, folder = Path.cwd() / given, data.absolute()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else Path(given).as_posix()


def _is_there(url: str, data: Path) -> bool:
    return (data / "state.sqlite").exists() or not url.startswith("sqlite")
