"""Where a run reads and writes, worked out from the settings. Relative paths count from the folder of scrapy.cfg, else from the current one."""

from __future__ import annotations

import glob
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from scrapy.settings import BaseSettings
from scrapy.utils.conf import closest_scrapy_cfg

from newscrawl.errors import UsageProblem
from newscrawl.outlets import Registry, load_outlets

SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Folders and addresses of one run; every path is absolute."""

    data: Path
    outlets: Path | None
    state_url: str
    offline: str | None

    @property
    def kept_outlets(self) -> Path:
        """Folder of the outlets that were made for sites given by their address."""
        return self.data / "outlets"

    @property
    def runs(self) -> Path:
        """Folder of the run summaries and of the locks of running ones."""
        return self.data / "runs"


def registry_from(settings: BaseSettings) -> Registry:
    """All outlets that `settings` name; raises what is wrong with their files."""
    paths = paths_from(settings)
    return load_outlets(paths.outlets, paths.kept_outlets)


def paths_from(settings: BaseSettings) -> Paths:
    """The paths that `settings` name; raises `UsageProblem` where `NEWSCRAWL_OUTLETS` is no folder."""
    base = _base_folder()
    data = base / (settings.get("NEWSCRAWL_DATA") or "data")
    outlets = settings.get("NEWSCRAWL_OUTLETS")
    offline = settings.get("NEWSCRAWL_OFFLINE")
    folder = base / outlets if outlets else None
    if folder is not None and not folder.is_dir():
        raise UsageProblem(f"NEWSCRAWL_OUTLETS: {folder} is not a folder; name one that holds <slug>.toml files")
    return Paths(
        data=data,
        outlets=folder,
        state_url=_state_url(settings.get("NEWSCRAWL_STATE"), base, data),
        offline=str(Path(glob.escape(str(base))) / offline) if offline else None,
    )


def _state_url(setting: str | None, base: Path, data: Path) -> str:
    """The state's address; a file's name is percent-encoded in it, and a relative one counts from `base`, not from where the process stands."""
    if not setting:
        return SQLITE + quote(str(data / "state.sqlite"))
    name = setting.removeprefix(SQLITE)
    is_relative_file = setting.startswith(SQLITE) and name and not name.startswith(("/", ":memory:"))
    return f"{SQLITE}{quote(str(base))}/{name}" if is_relative_file else setting


def _base_folder() -> Path:
    cfg = closest_scrapy_cfg()
    return Path(cfg).resolve().parent if cfg else Path.cwd()
