"""Where a run reads and writes, worked out from the settings. Relative paths count from the folder of scrapy.cfg, else from the current one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scrapy.settings import BaseSettings
from scrapy.utils.conf import closest_scrapy_cfg

from newscrawl.errors import UsageProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Folders and addresses of one run; every path is absolute."""

    data: Path
    outlets: Path | None
    state_url: str
    offline: str | None

    @property
    def runs(self) -> Path:
        """Folder of the run summaries and of the locks of running ones."""
        return self.data / "runs"


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
        state_url=settings.get("NEWSCRAWL_STATE") or f"sqlite:///{data / 'state.sqlite'}",
        offline=str(base / offline) if offline else None,
    )


def _base_folder() -> Path:
    cfg = closest_scrapy_cfg()
    return Path(cfg).resolve().parent if cfg else Path.cwd()
