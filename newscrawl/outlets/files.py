"""Outlet files on disk: which there are in a folder, and what one holds as TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newscrawl.errors import OutletError
from newscrawl.outlets.checks import one_line

MAX_FILE_BYTES = 64 * 1024
"""A generous outlet file is 2 KB; a file beyond this limit is something else."""

MAX_DOTS_BEFORE_VALUE = 500
"""A dotted key of many thousand parts costs the TOML reader seconds (its time grows with the square); no key of ours has two dots."""

MAX_SLUG_CHARS = 64
"""A slug is a folder's name and part of every id."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletFiles:
    """The outlet files of one folder by slug, and what is wrong with the names of others."""

    by_slug: Mapping[str, Path]
    mistakes: tuple[OutletError, ...] = ()


def mistake_at(path: Path, key: str, problem: str) -> OutletError:
    """A mistake of the file (or folder) at `path`, told on one line whatever its name, key and value hold."""
    return OutletError(one_line(str(path)), key, one_line(problem))


def is_slug(name: str) -> bool:
    """Whether `name` can be an outlet's slug."""
    return len(name) <= MAX_SLUG_CHARS and _SLUG.fullmatch(name) is not None


def files_in(folder: Path) -> OutletFiles:
    """The `<slug>.toml` files of `folder`, hidden files left out; raises `OutletError` when the folder can't be read."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".toml" and not path.name.startswith("."))
    except OSError as problem:
        raise mistake_at(folder, "", f"the folder of outlet files can't be read: {problem.strerror}") from problem
    by_slug: dict[str, Path] = {}
    mistakes: list[OutletError] = []
    for path in paths:
        first = by_slug.setdefault(path.stem.lower(), path)
        if first is not path:
            mistakes.append(mistake_at(path, "", f"has the same slug as {first.name}; keep one of them"))
        elif not is_slug(path.stem):
            mistakes.append(mistake_at(path, "", _bad_slug(path.stem)))
    return OutletFiles(by_slug={slug: path for slug, path in by_slug.items() if is_slug(path.stem)}, mistakes=tuple(mistakes))


def _bad_slug(stem: str) -> str:
    return f"{stem[:MAX_SLUG_CHARS]!r} is not a slug: lower-case letters a-z, digits and hyphens, at most {MAX_SLUG_CHARS}, the first one no hyphen"


def read_toml(path: Path) -> dict[str, Any]:
    """The content of an outlet file; raises `OutletError` when it is too large, not UTF-8 or not TOML."""
    text = _read_text(path)
    if any(line.partition("=")[0].count(".") > MAX_DOTS_BEFORE_VALUE for line in text.splitlines()):
        raise mistake_at(path, "", f"is not an outlet file: a key with more than {MAX_DOTS_BEFORE_VALUE} dots")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # tomllib's own error is a ValueError; absurd numbers raise a bare one
        raise mistake_at(path, "", f"is not TOML: {problem}") from problem


def _read_text(path: Path) -> str:
    try:
        return _read_bytes(path).decode("utf-8-sig")
    except OSError as problem:
        raise mistake_at(path, "", f"can't be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise mistake_at(path, "", f"is not UTF-8: byte {problem.start + 1} can't be read; save the file as UTF-8") from problem


def _read_bytes(path: Path) -> bytes:
    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        raise mistake_at(path, "", "is not a file")
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise mistake_at(path, "", f"is larger than {MAX_FILE_BYTES // 1024} KB, which is no outlet file")
    return data
