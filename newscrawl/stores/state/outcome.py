"""What a run asks the group commit to record of a link, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from newscrawl.core.article import Article, Cause
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.stores.state.frontier import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """Write this article. `fingerprint` is that of its text; `aliases` are the addresses that led to its page, all of them remembered;
    whether it is known is told by its link and its final address alone, since many links may pass one gate.

    `seen_again_at`: the way to the page was a temporary redirect (a page for times of maintenance, say); when its address is known,
    the link is due again then instead of settled.

    `cause`: the page was asked for although its article may be known; when that was written under this very link and the page says something new,
    it becomes the next version, for this cause. None: a known article is left as it is.

    `claim` is None for an article of a spider that knows no frontier.
    """

    claim: Claim | None
    article: Article
    aliases: tuple[str, ...]
    keep_params: tuple[str, ...]
    fingerprint: bytes
    seen_again_at: int | None = None
    cause: Cause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """Settle the link without an article. A link that was kept before stays kept, with the reason beside it."""

    claim: Claim
    rejection: Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class Postpone:
    """The page could not be had now; the link stays owed and is due again at `due_at`. It counts as a try unless nobody was asked."""

    claim: Claim
    due_at: int
    reason: Reason
    detail: str
    was_tried: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """The article is of a day, `published`, that the run does not want: its link is left for a run that does."""

    claim: Claim
    published: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The page tells nothing that the last version of the article `id` does not: no line was written, and the link is kept."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """The claim is no longer ours: another run has the link, and nothing was written."""


Outcome = Keep | Reject | Postpone | Leave
Result = Article | Unchanged | Rejection | Postpone | Leave | Lost
"""An `Article` was written with the id and version that it has now."""
