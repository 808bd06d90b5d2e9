"""The folder as the registry: which files count, what names they may have, and whose a shared host is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newscrawl.errors import OutletError, UsageProblem
from newscrawl.outlets import BUNDLED_FOLDER, find_outlet, load_outlets


def write(folder: Path, slug: str, home: str | None = None, more: str = "") -> Path:
    path = folder / f"{slug}.toml"
    path.write_text(f'name = "{slug}"\nhome = "{home or f"https://{slug.lower()}.example/"}"\n{more}', encoding="utf-8")
    return path


def error_lines(folder: Path) -> list[str]:
    with pytest.raises(OutletError) as caught:
        load_outlets(folder)
    return str(caught.value).split("\n")


def test_only_toml_files_that_are_not_hidden_count(tmp_path: Path) -> None:
    write(tmp_path, "a")
    write(tmp_path, ".b")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    (tmp_path / "deeper").mkdir()
    write(tmp_path / "deeper", "c")
    assert list(load_outlets(tmp_path).chosen) == ["a"]


def test_an_empty_folder_holds_no_outlet(tmp_path: Path) -> None:
    assert load_outlets(tmp_path).all() == ()


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b'\xef\xbb\xbfname = "A"\r\nhome = "https://a.example/"\r\n')
    assert load_outlets(tmp_path).get("a").name == "A"


@pytest.mark.parametrize("slug", ["a", "0", "riverside-courier", "24-ae", "a" * 64])
def test_slugs(tmp_path: Path, slug: str) -> None:
    write(tmp_path, slug, "https://x.example/")
    assert load_outlets(tmp_path).get(slug).slug == slug


@pytest.mark.parametrize("slug", ["Sahwa", "a_b", "a b", "-a", "صحوة", "a.b", "a" * 65, "a\nb"])
def test_a_name_that_is_no_slug_is_one_line(tmp_path: Path, slug: str) -> None:
    write(tmp_path, slug, "https://x.example/")
    (line,) = error_lines(tmp_path)
    assert "is not a slug: lower-case letters a-z, digits and hyphens" in line


def test_two_spellings_of_one_slug_are_one_line(tmp_path: Path) -> None:
    write(tmp_path, "Sahwa")
    write(tmp_path, "sahwa")
    lines = error_lines(tmp_path)
    assert f"{tmp_path}/sahwa.toml: has the same slug as Sahwa.toml; keep one of them" in lines


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    assert error_lines(tmp_path / "none") == [f"{tmp_path}/none: the folder of outlet files can't be read: No such file or directory"]


def test_a_folder_called_like_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.toml").mkdir()
    assert error_lines(tmp_path) == [f"{tmp_path}/a.toml: is not a file"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.toml")
    assert error_lines(tmp_path) == [f"{tmp_path}/a.toml: is not a file"]


def test_a_link_to_nowhere_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.toml").symlink_to(tmp_path / "gone")
    assert error_lines(tmp_path) == [f"{tmp_path}/a.toml: can't be read: No such file or directory"]


PATHS = '[article]\npath = "{}"\n'

SHARED = [
    ("no rules", "https://x.example/", "", ""),
    ("one rule", "https://x.example/", PATHS.format("^/a/"), ""),
    ("one rule twice", "https://x.example/", PATHS.format("^/a/"), PATHS.format("^/a/")),
    ("www", "https://www.x.example/", "", ""),
    ("scheme and folder", "http://X.example/b/", "", ""),
]


@pytest.mark.parametrize(("home", "rules_a", "rules_b"), [row[1:] for row in SHARED], ids=[row[0] for row in SHARED])
def test_a_shared_host_that_nothing_decides_is_one_line(tmp_path: Path, home: str, rules_a: str, rules_b: str) -> None:
    write(tmp_path, "a", "https://x.example/", rules_a)
    write(tmp_path, "b", home, rules_b)
    assert error_lines(tmp_path) == [f'{tmp_path}/b.toml: home: "{home}" has the host of a.toml too; give both an [article] path, and not the same one']


def test_an_idn_host_is_one_host_in_both_spellings(tmp_path: Path) -> None:
    write(tmp_path, "a", "https://صحوة.example/")
    write(tmp_path, "b", "https://xn--ogbhx1f.example/")
    (line,) = error_lines(tmp_path)
    assert "has the host of a.toml too" in line


def test_a_shared_host_is_decided_by_different_paths(tmp_path: Path) -> None:
    write(tmp_path, "a", "https://x.example/", PATHS.format("^/a/"))
    write(tmp_path, "b", "https://www.x.example/", PATHS.format("^/b/"))
    registry = load_outlets(tmp_path)
    assert [registry.for_url(f"https://x.example/{letter}/1").slug for letter in "ab"] == ["a", "b"]  # type: ignore[union-attr]
    assert registry.for_url("https://x.example/c/1") is None
    assert registry.for_host("x.example") == registry.get("a")
    assert registry.sharing_host_with(registry.get("a")) == ("b",)


def test_with_three_at_a_host_each_undecidable_one_is_named_once(tmp_path: Path) -> None:
    for slug in "abc":
        write(tmp_path, slug, "https://x.example/")
    assert [line.partition(":")[0] for line in error_lines(tmp_path)] == [f"{tmp_path}/b.toml", f"{tmp_path}/c.toml"]


def test_hosts_are_found_in_any_spelling(tmp_path: Path) -> None:
    write(tmp_path, "a", "https://www.a.example/news/")
    registry = load_outlets(tmp_path)
    assert [registry.for_host(host) for host in ("a.example", "WWW.A.example", "b.example", "")] == [registry.get("a"), registry.get("a"), None, None]
    assert registry.for_url("http://a.example/x") == registry.get("a")
    assert registry.for_url("not an address") is None


def test_the_users_outlet_comes_before_a_bundled_one_at_the_same_host(tmp_path: Path) -> None:
    write(tmp_path, "mine", "https://sahwa.example/")
    registry = load_outlets(tmp_path)
    assert registry.for_host("sahwa.example") == registry.get("mine")


def test_an_unknown_slug_names_the_nearest(tmp_path: Path) -> None:
    for number in range(30):
        write(tmp_path, f"outlet-{number}")
    for find in (load_outlets(tmp_path).get, lambda slug: find_outlet(slug, tmp_path)):
        with pytest.raises(UsageProblem, match=r'^outlet: "sawha" is not a known outlet; did you mean sahwa\? \(known: .*, outlet-0, .*, …\)$'):
            find("sawha")


@pytest.mark.parametrize("slug", ["", "../outlets/sahwa", "SAHWA", "x" * 500])
def test_what_is_no_slug_is_an_unknown_one(slug: str) -> None:
    with pytest.raises(UsageProblem, match="is not a known outlet"):
        find_outlet(slug)


def test_finding_one_outlet_does_not_read_the_others(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("name = ", encoding="utf-8")
    write(tmp_path, "a")
    assert find_outlet("a", tmp_path).name == "a"
    with pytest.raises(OutletError, match=r"broken\.toml: is not TOML"):
        find_outlet("broken", tmp_path)


@pytest.mark.parametrize("path", sorted(BUNDLED_FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_bundled_outlet_loads_and_has_seeds(path: Path) -> None:
    outlet = load_outlets().get(path.stem)
    assert outlet == find_outlet(path.stem)
    assert outlet.seeds


def test_bundled_outlets_run_only_when_they_are_named() -> None:
    registry = load_outlets()
    assert registry.all() == ()
    assert registry.get("sahwa") in registry.known()
