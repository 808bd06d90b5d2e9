"""Versions of an article: what a later look at its page makes of it, and that no accident loses or doubles one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import select

from newscrawl.core.article import Article, Cause
from newscrawl.core.fingerprint import fingerprint_of
from newscrawl.core.link import Hints, Link
from newscrawl.core.revision import content_digest, utc_seconds
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.frontier import Asked, Claim
from newscrawl.stores.state.outcome import Keep, Postpone, Reject, Result, Unchanged
from newscrawl.stores.state.schema import KEPT, PENDING, REJECTED, article, fingerprint, link
from newscrawl.stores.state.session import RunSession
from tests.stores.state.test_state import NOW, OUTLET, WORDS, announce, claim, keep, lines, make_article, make_link, make_session

LATER = (NOW + timedelta(days=1)).isoformat()
EARLIER = (NOW - timedelta(days=1)).isoformat()


def edited(number: int, **changes: object) -> Article:
    """The article of `number` as its page tells it a day later."""
    return make_article(number, **{"text": f"{WORDS}Number {number} was changed.\n{WORDS * 2}", "fetched_at": LATER, "first_seen": LATER, **changes})


def look(item: Article, claimed: Claim | None = None, cause: Cause | None = "edit", **changes: object) -> Keep:
    return replace(keep(claimed, item), cause=cause, **changes)


def commit(session: RunSession, *outcomes: Keep) -> list[Result]:
    return session.commit(outcomes)


def ask_for(session: RunSession, *links: Link) -> Asked:
    return session.ask_for(OUTLET, links)


def rows(session: RunSession) -> dict[str, tuple[str, str | None, str | None]]:
    """Status, reason and article of each link."""
    with session._db.write() as connection:
        return {row.url: (row.status, row.reason, row.article) for row in connection.execute(select(link))}


def known(session: RunSession) -> dict[str, tuple[int, bytes, int, int]]:
    """Version, content, fetched_at and first_seen_at of each article."""
    with session._db.write() as connection:
        return {row.id: (row.version, row.content, row.fetched_at, row.first_seen_at) for row in connection.execute(select(article))}


# --- the group commit -------------------------------------------------------------------------------------------------------------------


def test_an_edited_page_is_the_next_version(session, tmp_path):
    (first,) = commit(session, keep(None, make_article(1)))
    (second,) = commit(session, look(edited(1)))
    assert isinstance(second, Article)
    assert (second.id, second.version, second.cause, second.first_seen, second.fetched_at) == (first.id, 2, "edit", first.first_seen, LATER)
    assert [(row["version"], row["cause"]) for row in lines(tmp_path)] == [(1, "first"), (2, "edit")]
    assert known(session)[first.id] == (2, content_digest(second), utc_seconds(LATER), utc_seconds(first.first_seen))


def test_an_equal_page_is_unchanged_and_adds_no_line(session, tmp_path):
    (first,) = commit(session, keep(None, make_article(1)))
    assert commit(session, look(make_article(1, fetched_at=LATER))) == [Unchanged(id=first.id)]
    assert len(lines(tmp_path)) == 1
    assert known(session)[first.id][2] == utc_seconds(LATER)


def test_without_a_cause_a_known_article_is_seen(session, tmp_path):
    (first,) = commit(session, keep(None, make_article(1)))
    assert commit(session, keep(None, edited(1))) == [Rejection(reason=Reason.SEEN, detail=first.id)]
    assert len(lines(tmp_path)) == 1


def test_an_unknown_page_is_a_first_version_whatever_the_cause(session):
    (first,) = commit(session, look(make_article(1), cause="replay"))
    assert (first.version, first.cause) == (1, "first")


def test_a_page_older_than_the_last_version_is_no_version(session, tmp_path):
    (first,) = commit(session, keep(None, make_article(1)))
    assert commit(session, look(edited(1, fetched_at=EARLIER), cause="replay")) == [Unchanged(id=first.id)]
    assert len(lines(tmp_path)) == 1


def captures() -> list[Article]:
    """One article as three pages of an archive tell it: A, B, and A again."""
    a, b, again = NOW, NOW + timedelta(days=1), NOW + timedelta(days=2)
    return [make_article(1, fetched_at=a.isoformat()), edited(1, fetched_at=b.isoformat()), make_article(1, fetched_at=again.isoformat())]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_an_archive_that_holds_a_page_often_is_stable_in_any_order(session, tmp_path, order):
    pages = [captures()[n] for n in order]
    for page in pages:
        commit(session, look(page, cause="replay"))
    written = lines(tmp_path)
    assert [row["version"] for row in written] == list(range(1, len(written) + 1))
    assert written[-1]["text"] == captures()[2].text
    assert [type(result) for page in pages for result in commit(session, look(page, cause="replay"))] == [Unchanged] * 3


def test_versions_of_one_article_in_one_batch_follow_one_another(session, tmp_path):
    results = commit(session, look(make_article(1)), look(edited(1)), look(edited(1)), look(edited(1, title="A third")))
    assert [getattr(result, "version", None) for result in results] == [1, 2, None, 3]
    assert [row["version"] for row in lines(tmp_path)] == [1, 2, 3]


def test_a_new_version_is_no_copy_of_its_own_text_and_its_text_is_remembered(session):
    (first,) = commit(session, keep(None, make_article(1)))
    (second,) = commit(session, look(edited(1)))
    (third,) = commit(session, look(make_article(1, title="As it was", fetched_at=LATER)))
    assert (second.version, third.version) == (2, 3)
    copies = [make_article(7, text=text) for text in (first.text, second.text)]
    assert commit(session, *(keep(None, copy) for copy in copies)) == [Rejection(reason=Reason.DUPLICATE, detail=first.id)] * 2


def test_a_version_with_the_text_of_another_article_is_written(session):
    other, mine = make_article(1), make_article(2)
    commit(session, keep(None, other), keep(None, mine))
    (second,) = commit(session, look(make_article(2, text=other.text, fetched_at=LATER)))
    assert (second.id, second.version) == (mine.id, 2)
    with session._db.write() as connection:
        owner = connection.scalar(select(fingerprint.c.article).where(fingerprint.c.digest == fingerprint_of(other)))
    assert owner == other.id


def test_a_page_that_moved_is_followed_by_its_link(session):
    (first,) = commit(session, keep(None, make_article(1)))
    moved = edited(1, url="https://courier.example/2026/11/moved/")
    assert commit(session, look(moved))[0].id == first.id
    assert session.known_as(make_article(1, url=moved.url, link=moved.url), b"") == Rejection(reason=Reason.SEEN, detail=first.id)


@pytest.mark.parametrize("cause", [None, "replay", "edit"])
def test_a_page_by_way_of_another_link_is_seen(session, tmp_path, cause):
    """The seed may have said other things of that link, which would make a version of them."""
    one, two = commit(session, keep(None, make_article(1)), keep(None, make_article(2)))
    for link_of_its_own in (one.link, make_link(3).url, make_link(3).url):
        assert commit(session, look(edited(2, link=link_of_its_own), cause=cause)) == [Rejection(reason=Reason.SEEN, detail=two.id)]
    assert len(lines(tmp_path)) == 2
    assert announce(session, [make_link(3)]) == Announced(known=1)


def test_a_printed_form_is_no_later_look(session, tmp_path):
    day = {"published": "2026-11-20", "title": "The bridge"}
    (first,) = commit(session, keep(None, make_article(1, **day)))
    printed = make_article(2, canonical_url=first.url, **day)
    for cause in (None, "replay", "edit", "replay"):
        assert commit(session, look(printed, cause=cause)) == [Rejection(reason=Reason.SEEN, detail=first.id)]
    assert len(lines(tmp_path)) == 1


def test_content_that_is_not_known_counts_as_other_content(session):
    (first,) = commit(session, keep(None, make_article(1)))
    with session._db.write() as connection:
        connection.execute(article.update().values(content=None))
    assert commit(session, look(make_article(1, fetched_at=LATER)))[0].version == 2
    assert commit(session, look(make_article(1, fetched_at=LATER))) == [Unchanged(id=first.id)]


# --- links that are asked for ------------------------------------------------------------------------------------------------------------


def test_any_link_can_be_asked_for(session):
    announce(session, [make_link(n) for n in (1, 2, 3)])
    one, two, three = claim(session)
    commit(session, keep(one, make_article(1)), Reject(claim=two, rejection=Rejection(reason=Reason.GONE)))
    session.commit([Postpone(claim=three, due_at=int(NOW.timestamp()) + 999, reason=Reason.TIMEOUT, detail="")])
    asked = ask_for(session, *(make_link(n) for n in (4, 3, 2, 1)))
    assert [claimed.link.url[-2] for claimed in asked.claims] == ["4", "3", "2", "1"]
    assert [claimed.article is not None for claimed in asked.claims] == [False, False, False, True]
    assert [claimed.attempts for claimed in asked.claims] == [0, 1, 0, 0]
    assert claim(session) == []


def test_what_another_run_holds_is_not_given(session, tmp_path):
    announce(session, [make_link(1)])
    claim(session)
    other = make_session(tmp_path, "run-2")
    other.begin("pages")
    asked = ask_for(other, make_link(1), make_link(2))
    assert ([claimed.link.url[-2] for claimed in asked.claims], asked.held) == (["2"], 1)
    other.close()


def test_a_link_that_is_looked_at_again_is_kept_again(session, tmp_path):
    announce(session, [make_link(1)])
    commit(session, keep(claim(session)[0], make_article(1)))
    (again,) = ask_for(session, make_link(1)).claims
    assert rows(session)[again.link.url][0] == "claimed"
    commit(session, look(make_article(1, fetched_at=LATER), again))
    (third,) = ask_for(session, make_link(1)).claims
    commit(session, look(edited(1), third))
    assert rows(session)[again.link.url] == (KEPT, None, make_article(1).id)
    assert [row["version"] for row in lines(tmp_path)] == [1, 2]


def test_a_look_that_was_cut_short_is_owed_and_known_for_what_it_is(session, tmp_path):
    announce(session, [make_link(1)])
    commit(session, keep(claim(session)[0], make_article(1)))
    ask_for(session, make_link(1))
    session.close()  # killed
    later = make_session(tmp_path, "later")
    assert later.begin("latest").released == 1
    (again,) = claim(later)
    assert again.article == make_article(1).id
    later.close()


@pytest.mark.parametrize("reason", [Reason.GONE, Reason.EMPTY_BODY, Reason.ROBOTS])
def test_an_article_that_was_kept_stays_so_whatever_becomes_of_its_page(session, reason):
    announce(session, [make_link(1)])
    commit(session, keep(claim(session)[0], make_article(1)))
    (again,) = ask_for(session, make_link(1)).claims
    rejection = Rejection(reason=reason)
    assert session.commit([Reject(claim=again, rejection=rejection)]) == [rejection]
    assert rows(session)[again.link.url] == (KEPT, reason, make_article(1).id)
    assert ask_for(session, make_link(1)).claims[0].article == make_article(1).id


def test_a_rejected_link_that_is_asked_for_has_a_fresh_start(session):
    announce(session, [make_link(1)])
    session.commit([Reject(claim=claim(session)[0], rejection=Rejection(reason=Reason.SEEN, detail="courier-1"))])
    (again,) = ask_for(session, make_link(1)).claims
    session.commit([Reject(claim=again, rejection=Rejection(reason=Reason.GONE))])
    assert rows(session)[again.link.url] == (REJECTED, Reason.GONE, None)


def test_what_only_the_seed_said_is_told_again(session):
    announce(session, [make_link(1, hints=Hints(title="T", published="2026-11-20", tags=("a",)))])
    item = make_article(1, published="2026-11-20", tags=("a",), provenance={"published": "feed", "tags": "json-ld", "title": "h1"})
    commit(session, keep(claim(session)[0], item))
    assert ask_for(session, make_link(1)).claims[0].link.hints == Hints(published="2026-11-20")


def test_a_temporary_redirect_to_another_known_article_is_tried_again(session):
    announce(session, [make_link(1), make_link(2)])
    one, two = claim(session)
    commit(session, keep(one, make_article(1)))
    due = int(NOW.timestamp()) + 300
    (result,) = commit(session, look(edited(1, link=two.link.url), two, seen_again_at=due))
    assert isinstance(result, Postpone)
    (mine,) = ask_for(session, make_link(1)).claims
    (result,) = commit(session, look(edited(1), mine, seen_again_at=due))
    assert result.version == 2, "the link itself leads there by such a redirect"


def test_a_saved_page_behind_a_temporary_redirect_gives_its_link_no_name(session):
    commit(session, keep(None, make_article(1)))
    away = look(make_article(1, link=make_link(2).url), cause="replay", seen_again_at=1)
    assert commit(session, away) == [Rejection(reason=Reason.SEEN, detail=make_article(1).id)]
    assert announce(session, [make_link(2)]) == Announced(new=1)


def test_for_another_address_of_an_article_its_own_link_is_given(session):
    announce(session, [make_link(1, hints=Hints(published="2026-11-20"))])
    final, gate = "https://courier.example/final/", "https://courier.example/hop/"
    item = make_article(1, url=final, published="2026-11-20", provenance={"published": "feed"})
    commit(session, keep(claim(session)[0], item, gate))
    asked = ask_for(session, make_link(1, url=final), make_link(1, url=gate), make_link(1), make_link(2))
    assert [(claimed.link.url, claimed.article) for claimed in asked.claims] == [(make_link(1).url, item.id), (make_link(2).url, None)]
    assert asked.claims[0].link.hints == Hints(published="2026-11-20")
    assert (asked.again, asked.held) == (2, 0)
    assert ask_for(session, make_link(1, url=final)) == Asked(claims=[], again=1)


def test_a_link_that_was_seen_is_asked_for_by_the_name_of_its_article(session):
    announce(session, [make_link(1), make_link(2)])
    one, two = claim(session)
    commit(session, keep(one, make_article(1)))
    commit(session, keep(two, make_article(1, link=two.link.url)))
    assert [claimed.row for claimed in ask_for(session, make_link(2)).claims] == [one.row]


@pytest.mark.parametrize("text", [None, "changed"])
def test_a_saved_page_settles_its_link_unless_that_waits_for_a_look_of_its_own(session, text):
    announce(session, [make_link(1), make_link(2)])
    commit(session, keep(None, make_article(1)))
    item = make_article(1, fetched_at=LATER) if text is None else edited(1)
    commit(session, look(item, cause="replay"))
    one, two = rows(session)[make_link(1).url], rows(session)[make_link(2).url]
    assert (one, two[0]) == ((KEPT, None, make_article(1).id), PENDING)
    ask_for(session, make_link(1))
    session.give_back()
    commit(session, look(edited(1, title="Again"), cause="replay"))
    assert rows(session)[make_link(1).url] == (PENDING, None, make_article(1).id)


# --- adoption ----------------------------------------------------------------------------------------------------------------------------


def versions(data: Path) -> list[str]:
    """The output of three versions of one article, and one of another, as lines."""
    session = make_session(data, "first")
    session.begin("latest")
    commit(session, keep(None, make_article(1)), look(edited(1)), keep(None, make_article(2)), look(edited(1, title="Third"), cause="replay"))
    session.end("finished", 0)
    session.close()
    (part,) = (data / "articles").glob("*/*.jsonl")
    return part.read_text("utf-8").splitlines(keepends=True)


def rebuilt(data: Path, *parts: list[str]) -> RunSession:
    """A session on a lost state and these parts."""
    for file in (*data.glob("state.sqlite*"), *data.glob("articles/*/*.jsonl")):
        file.unlink()
    for number, part in enumerate(parts):
        (data / "articles" / "courier" / f"2026-11-2{number}.jsonl").write_text("".join(part), "utf-8")
    session = make_session(data, "later")
    session.begin("latest")
    return session


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_a_lost_state_is_rebuilt_with_the_highest_version_wherever_the_lines_lie(tmp_path, order):
    one, two, other, three = versions(tmp_path)
    parts = [one], [two, other], [three]
    session = rebuilt(tmp_path, *(parts[n] for n in order))
    third = Article.from_dict(json.loads(three))
    assert known(session)[third.id] == (3, content_digest(third), utc_seconds(LATER), utc_seconds(third.first_seen))
    assert commit(session, look(third)) == [Unchanged(id=third.id)]
    assert commit(session, look(edited(1, title="Fourth")))[0].version == 4
    session.close()


def test_adopting_twice_changes_nothing(tmp_path):
    written = versions(tmp_path)
    session = rebuilt(tmp_path, written, written)
    assert known(session)[make_article(1).id][0] == 3
    assert len(known(session)) == 2
    session.close()


def test_a_version_whose_commit_was_lost_is_adopted(tmp_path, monkeypatch):
    session = make_session(tmp_path)
    session.begin("latest")
    announce(session, [make_link(1)])
    commit(session, keep(claim(session)[0], make_article(1)))
    (again,) = ask_for(session, make_link(1)).claims

    class Killed(BaseException):
        """Between the line and the state's commit."""

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("newscrawl.stores.state.parts.part_rows.commit_length", killed)
        with pytest.raises(Killed):
            commit(session, look(edited(1), again))
    session.close()
    assert [row["version"] for row in lines(tmp_path)] == [1, 2]
    later = make_session(tmp_path, "later")
    assert later.begin("pages").adoption.lines == 1
    assert known(later)[make_article(1).id][0] == 2
    assert rows(later)[make_link(1).url] == (KEPT, None, make_article(1).id)
    assert commit(later, look(edited(1))) == [Unchanged(id=make_article(1).id)]
    assert [row["version"] for row in lines(tmp_path)] == [1, 2]
    later.close()


def test_after_a_change_of_what_is_compared_the_output_is_read_again(tmp_path):
    versions(tmp_path)
    session = make_session(tmp_path, "older")
    with session._db.write() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = 0 WHERE name = 'content'")
        connection.execute(article.update().values(content=b"of another make."))
    session.close()
    later = make_session(tmp_path, "later")
    later.begin("latest")
    assert commit(later, look(edited(1, title="Third"))) == [Unchanged(id=make_article(1).id)]
    later.close()
