"""Loading: outlet files of the bundled folder and of the user's, checked one by one and together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from newscrawl.core.outlet import Outlet
from newscrawl.errors import OutletError
from newscrawl.outlets.build import outlet_from
from newscrawl.outlets.files import files_in, mistake_at, read_toml
from newscrawl.outlets.mistakes import mistakes_in
from newscrawl.outlets.overlay import laid_over
from newscrawl.outlets.registry import Registry, by_host, unknown_outlet

BUNDLED_FOLDER = Path(__file__).parent
"""Where the outlet files that ship with newscrawl lie."""


def load_outlets(folder: Path | None = None, kept: Path | None = None) -> Registry:
    """The bundled outlets, those of `folder`, and those of the folder `kept` if it exists.

    Raises one `OutletError` that carries every mistake of every file.
    """
    bundled, mistakes = _load(BUNDLED_FOLDER, bases={})
    if folder is None:
        chosen: dict[str, Outlet] = {}
    else:
        chosen, more = _load(folder, bases=files_in(BUNDLED_FOLDER).by_slug)
        mistakes += more
    made, more = _load(kept, bases={}) if kept and kept.is_dir() else ({}, [])
    _raise_if_any(mistakes + more)
    return Registry(bundled=bundled, chosen=chosen, kept=made)


def find_outlet(slug: str, folder: Path | None = None) -> Outlet:
    """One outlet, its own files read and no others; raises `UsageProblem` for an unknown slug, `OutletError` for a broken file."""
    bundled = files_in(BUNDLED_FOLDER).by_slug
    chosen = files_in(folder).by_slug if folder else {}
    path = chosen.get(slug) or bundled.get(slug)
    if path is None:
        raise unknown_outlet(slug, {**bundled, **chosen})
    return _read_outlet(slug, path, bundled.get(slug))


def _load(folder: Path, bases: Mapping[str, Path]) -> tuple[dict[str, Outlet], list[OutletError]]:
    files = files_in(folder)
    outlets: dict[str, Outlet] = {}
    mistakes = list(files.mistakes)
    for slug, path in files.by_slug.items():
        try:
            outlets[slug] = _read_outlet(slug, path, bases.get(slug))
        except OutletError as error:
            mistakes += [error, *error.others]
    return outlets, mistakes + list(_undecidable(outlets, files.by_slug))


def _read_outlet(slug: str, path: Path, base: Path | None) -> Outlet:
    content = read_toml(path)
    if base is not None and base != path:
        content = laid_over(read_toml(base), content)
    _raise_if_any([mistake_at(path, key, problem) for key, problem in mistakes_in(content)])
    return outlet_from(slug, content)


def _undecidable(outlets: Mapping[str, Outlet], paths: Mapping[str, Path]) -> Iterable[OutletError]:
    """A mistake for each outlet that shares its host with an earlier one while nothing says whose a page is."""
    for group in by_host(outlets.values()).values():
        for place, outlet in enumerate(group):
            rival = next((other for other in group[:place] if not _are_told_apart(outlet, other)), None)
            if rival:
                problem = f'"{outlet.home}" has the host of {rival.slug}.toml too; give both an [article] path, and not the same one'
                yield mistake_at(paths[outlet.slug], "home", problem)


def _are_told_apart(one: Outlet, other: Outlet) -> bool:
    return one.article.path is not None and other.article.path is not None and one.article.path != other.article.path


def _raise_if_any(mistakes: Iterable[OutletError]) -> None:
    """Raise the first mistake with the rest on board; each is taken as the one line that it is, without those it carries itself."""
    single = [OutletError(mistake.file, mistake.key, mistake.problem) for mistake in mistakes]
    if single:
        raise OutletError(single[0].file, single[0].key, single[0].problem, others=single[1:])
