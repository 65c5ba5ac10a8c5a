"""What is on disk: encodings accepted and refused, and what does not belong to a site."""

import os
from pathlib import Path

import pytest
from msgspec import structs

from krama.problems import Problem
from krama.sources import RACY, documents, recognise, scan, text, tops
from tests.conftest import MakeHub, story


def found(root: Path) -> tuple[list[str], list[Problem]]:
    seen = scan(root, tops(("en", "km")), 0)
    return list(documents(recognise(root, seen, None).digests)), list(seen.problems)


def test_a_byte_order_mark_and_any_line_ends_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf---\r\ntitle: A\r---\n")
    source, problems = text(tmp_path, "a.md")
    assert problems == ()
    assert source is not None
    assert source.text == "---\ntitle: A\n---\n"


def test_a_file_with_a_mark_and_windows_line_ends_is_published(hub: MakeHub) -> None:
    site = hub()
    place = site.root / "content/en/news/windows.md"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"\xef\xbb\xbf" + story("From Windows").replace("\n", "\r\n").encode())
    assert "From Windows" in site.publish().read("en/news/windows/index.html")


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"---\ntitle: caf\xe9\n---\n", 2, "a letter in this line is of an older encoding"),
        ("---\ntitle: A".encode("utf-16"), 1, "the file is UTF-16"),
    ],
)
def test_what_is_not_utf8_is_told_with_its_line_and_how_to_save_it(
    tmp_path: Path, data: bytes, line: int, message: str
) -> None:
    (tmp_path / "a.md").write_bytes(data)
    source, problems = text(tmp_path, "a.md")
    assert source is None
    assert problems[0].line == line
    assert message in str(problems[0].message)
    assert "(in Notepad: Save as, Encoding: UTF-8)" in str(problems[0].hint)


def test_the_files_of_editors_and_systems_are_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "content/en/news"
    folder.mkdir(parents=True)
    for name in (
        "story.md",
        ".hidden.md",
        "story.md~",
        "story.md.tmp",
        "Thumbs.db",
        ".DS_Store",
        "b.MD",
        "~$b.md",
        "~$c.docx",
    ):
        (folder / name).write_text("x", encoding="utf-8")
    assert found(tmp_path)[0] == ["content/en/news/b.MD", "content/en/news/story.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a POSIX file system")
def test_links_out_of_the_site_loops_and_pipes_are_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "site/content/en/news"
    folder.mkdir(parents=True)
    (tmp_path / "secret.md").write_text("x", encoding="utf-8")
    (folder / "out.md").symlink_to(tmp_path / "secret.md")
    (folder / "loop").symlink_to(folder)
    (folder / "gone.md").symlink_to(folder / "nothing.md")
    os.mkfifo(folder / "pipe.md")
    paths, problems = found(tmp_path / "site")
    assert paths == []
    assert sorted(Path(one.path).name for one in problems) == ["gone.md", "loop", "out.md", "pipe.md"]


def test_pictures_are_measured(hub: MakeHub) -> None:
    site = hub({"static/images/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"/>'})
    found = recognise(site.root, scan(site.root, tops(("en",)), 0), None)
    sizes = {path: (one.width, one.height) for path, one in found.assets.items()}
    assert sizes["static/images/a.svg"] == (120, 80)


def test_a_file_that_was_not_changed_is_known_without_being_read(tmp_path: Path) -> None:
    place = tmp_path / "static/a.txt"
    place.parent.mkdir()
    place.write_text("one", encoding="utf-8")
    later = place.stat().st_ctime_ns + RACY + 1
    first = recognise(tmp_path, scan(tmp_path, tops(("en",)), later), None)
    known = structs.replace(first, digests={"static/a.txt": "known"})
    assert recognise(tmp_path, scan(tmp_path, tops(("en",)), later), known).digests == {"static/a.txt": "known"}
    before = place.stat()
    place.write_text("two", encoding="utf-8")
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    if os.name == "posix":  # elsewhere a file's status has no time of its own
        again = recognise(tmp_path, scan(tmp_path, tops(("en",)), later), known)
        assert again.digests["static/a.txt"] not in {"known", first.digests["static/a.txt"]}


@pytest.mark.parametrize("ahead", [0, -RACY + 1, 10**12])
def test_a_file_as_young_as_the_look_or_of_the_future_is_read_again(tmp_path: Path, ahead: int) -> None:
    place = tmp_path / "static/a.txt"
    place.parent.mkdir()
    place.write_text("one", encoding="utf-8")
    began = place.stat().st_ctime_ns - ahead
    first = recognise(tmp_path, scan(tmp_path, tops(("en",)), began), None)
    known = structs.replace(first, digests={"static/a.txt": "known"})
    assert recognise(tmp_path, scan(tmp_path, tops(("en",)), began), known).digests == first.digests


def test_a_folder_of_a_language_in_capitals_is_told_and_not_taken_on_any_system(hub: MakeHub) -> None:
    site = hub({"content/EN/news/a.md": story(), "content/km/news/a.md": story("ក")})
    (problem,) = site.check()
    assert (problem.path, problem.level) == ("content/EN", "error")
    assert str(problem.message) == '"content/EN" is not taken for "content/en": capitals count'
    (site.root / "content/EN").rename(site.root / "content/en")
    assert site.check() == ()


def test_a_section_in_capitals_is_told_with_its_name(hub: MakeHub) -> None:
    (problem,) = hub({"content/en/News/a.md": story()}).check()
    assert str(problem.hint) == 'did you mean "news"?'


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        ("content/kh/news/a.md", "content/kh is no language of this site", 'did you mean "content/km"?'),
        (
            "content/fr/news/a.md",
            "content/fr is no language of this site",
            'move it out of content/, or add "fr" to languages in site.toml',
        ),
        (
            "content/a.md",
            "the file stands in the folder of no language",
            "move it into the folder of a language: content/en, content/km",
        ),
    ],
)
def test_what_stands_in_the_folder_of_no_language_is_told(hub: MakeHub, path: str, message: str, hint: str) -> None:
    site = hub({"content/en/news/b.md": story()}).publish()
    site.write({path: story("A")})
    report = site.build()
    assert [(one.path, str(one.message), str(one.hint)) for one in report.problems] == [
        ("/".join(path.split("/")[:2]), message, hint)
    ]
    assert not report.published


def test_notes_on_the_folders_and_hidden_files_are_no_language(hub: MakeHub) -> None:
    files = {
        "content/README.md": "x",
        "content/.git/a": "x",
        "content/~$plan.docx": "x",
        "content/en/news/~$a.docx": "x",
    }
    site = hub({**files, "content/en/news/.~lock.a.odt#": "x", "content/en/news/a.md": story()}).publish()
    assert site.check() == ()
    assert not any("~" in path for path in site.files())


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [("a.md.txt", "x", "a.md"), ("a.MD.TXT", "x", "a.MD"), ("a.txt", "\ufeff\n---\ntitle: A\n---\n", "a.md")],
)
def test_a_text_that_is_called_txt_is_told(hub: MakeHub, name: str, text: str, meant: str) -> None:
    (problem,) = hub({f"content/en/news/{name}": text, "content/en/news/b.md": story()}).check()
    assert (problem.path, problem.level) == (f"content/en/news/{name}", "error")
    assert str(problem.message) == "this is a text, but its name ends in .txt: texts end in .md"
    assert str(problem.hint) == f'call it "{meant}"'


def test_a_file_that_is_no_text_may_end_in_txt(hub: MakeHub) -> None:
    site = hub({"content/en/news/data.txt": "1 2 3", "static/a.txt": "---\n", "content/en/news/b.md": story()})
    assert site.check() == ()
