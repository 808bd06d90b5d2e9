"""The group commit: one write transaction that checks claims, decides duplicates, appends and fsyncs lines, and settles links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy import Connection

from newscrawl.core.article import Article
from newscrawl.core.belief import is_believed
from newscrawl.core.identity import key_digest
from newscrawl.core.revision import content_digest, hints_used, utc_moment, utc_seconds
from newscrawl.core.url import url_key
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.stores.state import articles, bydate, frontier
from newscrawl.stores.state.fresh import commit_fresh
from newscrawl.stores.state.frontier import Claim
from newscrawl.stores.state.outcome import Keep, Leave, Lost, Outcome, Postpone, Reject, Result, Unchanged
from newscrawl.stores.state.schema import KEPT, REJECTED


class LineWriter(Protocol):
    """Makes lines durable; `newscrawl.stores.state.parts.Parts` is the real one."""

    def write(self, connection: Connection, kept: Sequence[Article]) -> None:
        """Append one line for each article and fsync them; record in `connection` how far each part is committed."""
        ...


def commit_outcomes(connection: Connection, run: str, outcomes: Sequence[Outcome], now: int, writer: LineWriter) -> list[Result]:
    """Record `outcomes` in order; one result for each. The lines are durable before the caller commits the transaction."""
    held = frontier.claims_held(connection, run, [o.claim.row for o in outcomes if o.claim is not None])
    fresh = commit_fresh(connection, outcomes, held, now)
    results = [fresh[place] if place in fresh else _decide(connection, outcome, held, now) for place, outcome in enumerate(outcomes)]
    kept = [result for result in results if isinstance(result, Article)]
    if kept:
        writer.write(connection, kept)
    return results


def _decide(connection: Connection, outcome: Outcome, held: set[int], now: int) -> Result:
    claim = outcome.claim
    if claim is not None and claim.row not in held:
        return Lost()
    if claim is not None:
        held.discard(claim.row)  # a link has one verdict
    match outcome:
        case Postpone(claim=claim, due_at=due_at, reason=reason, detail=detail):
            frontier.postpone(connection, claim.row, due_at, reason, detail, tries=int(outcome.was_tried))
            return outcome
        case Leave(claim=claim, published=published):
            bydate.leave(connection, claim.row, published, now)
            return outcome
        case Reject(claim=claim, rejection=rejection):
            _settle_rejected(connection, claim, rejection, now)
            return rejection
        case Keep():
            return _keep(connection, outcome, now)


def _settle_rejected(connection: Connection, claim: Claim, rejection: Rejection, now: int) -> None:
    """A link whose article was written stays kept, whatever became of its page: the reason is noted beside it."""
    other = rejection.detail if rejection.reason in (Reason.SEEN, Reason.DUPLICATE) else None
    verdict = REJECTED if claim.article is None else KEPT
    frontier.settle(connection, claim.row, verdict, now, reason=rejection.reason, detail=rejection.detail, article=claim.article or other)


def _keep(connection: Connection, outcome: Keep, now: int) -> Result:
    """Settling here, before the line is written, is safe: both stand or fall with the transaction that the caller commits after the fsync."""
    article, params = outcome.article, outcome.keep_params
    found = articles.article_found_at(connection, article.outlet, [article.url, article.link], params)
    if found is not None and outcome.cause is not None and _is_its_own_link(connection, outcome, found):
        return _revise(connection, outcome, replace(article, id=found), now)
    known = Rejection(reason=Reason.SEEN, detail=found) if found else articles.known_otherwise(connection, article, outcome.fingerprint, params)
    if known is None:
        return _written(connection, outcome, _with_free_id(connection, article), now, is_new=True)
    if known.reason is Reason.SEEN:
        if again := _look_again(connection, outcome, known.detail):
            return again
        if found is None:
            articles.add_declared(connection, replace(article, id=known.detail), {article.link, *outcome.aliases}, params)
        elif outcome.seen_again_at is None:
            articles.add_addresses(connection, replace(article, id=known.detail), {article.link, *outcome.aliases}, params)
    if outcome.claim is not None:
        _settle_rejected(connection, outcome.claim, known, now)
    return known


def _is_its_own_link(connection: Connection, outcome: Keep, known: str) -> bool:
    """Whether the article was written under this link. Its page by way of another one is no later look at it: what the seed said there is another
    thing, and would make a version of it."""
    if outcome.claim is not None:
        return outcome.claim.article == known
    key = key_digest(url_key(outcome.article.link, outcome.keep_params))
    return frontier.article_kept_at(connection, outcome.article.outlet, key) == known


def _look_again(connection: Connection, outcome: Keep, known: str) -> Postpone | None:
    """A temporary redirect led to a known article: its link is due again; None when there is no link that could be."""
    claim, due_at = outcome.claim, outcome.seen_again_at
    if claim is None or due_at is None:
        return None
    later = Postpone(claim=claim, due_at=due_at, reason=Reason.SEEN, detail=f"a temporary redirect led to {known}")
    frontier.postpone(connection, claim.row, due_at, later.reason, later.detail)
    return later


def _revise(connection: Connection, outcome: Keep, article: Article, now: int) -> Result:
    """A later look at a known article: its next version, or nothing new. The text may be another article's by now: it is written all the same,
    since an article that was kept is followed whatever it says.

    A page older than what is known of the article is no later look, whatever it says: archives hold a page several times.
    """
    last = articles.last_version(connection, article.id)
    fetched_at = utc_seconds(article.fetched_at)
    is_later = _is_later_look(outcome, fetched_at, last.fetched_at, now)
    if is_later and content_digest(article) != last.content:
        later = {"version": last.version + 1, "cause": outcome.cause, "first_seen": utc_moment(last.first_seen_at)}
        return _written(connection, outcome, replace(article, **later), now)
    if is_later:
        articles.looked_at(connection, article.id, fetched_at)
    articles.add_addresses(connection, article, {article.url, article.link, *outcome.aliases}, outcome.keep_params)
    _settle_kept(connection, outcome, article, now)
    return Unchanged(id=article.id)


def _is_later_look(outcome: Keep, fetched_at: int, known_at: int, now: int) -> bool:
    """Where only one of the moments can be, nothing tells which was first: then a page that was just fetched is the later, and one out of an archive
    is not."""
    if is_believed(fetched_at, now) == is_believed(known_at, now):
        return fetched_at >= known_at
    return outcome.cause != "replay"


def _written(connection: Connection, outcome: Keep, article: Article, now: int, *, is_new: bool = False) -> Article:
    """Remember what will be written."""
    addresses = {article.url, article.link, *outcome.aliases}
    articles.remember(connection, article, addresses, outcome.keep_params, outcome.fingerprint, now, is_new=is_new)
    _settle_kept(connection, outcome, article, now)
    return article


def _settle_kept(connection: Connection, outcome: Keep, article: Article, now: int) -> None:
    """Settle the claimed link; without a claim, the link of this address, as adoption would from the line."""
    if outcome.claim is not None:
        frontier.settle(connection, outcome.claim.row, KEPT, now, article=article.id, hints=hints_used(article))
    else:
        frontier.settle_unheld(connection, article, key_digest(url_key(article.link, outcome.keep_params)), now)


def _with_free_id(connection: Connection, article: Article) -> Article:
    """An id is minted from the final address; where that address changed hands (its alias moved), a counted one is free."""
    if not articles.is_known(connection, article.id):
        return article
    number = 2
    while articles.is_known(connection, f"{article.id}-{number}"):
        number += 1
    return replace(article, id=f"{article.id}-{number}")
