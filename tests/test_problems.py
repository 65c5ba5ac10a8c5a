"""How problems are ordered, counted and shown."""

from krama.problems import Names, Problem, annotation, count, did_you_mean, ordered, show, since
from krama.said import said

DATE = Problem(
    "content/km/news/land.md",
    3,
    said('"date" is "{}"', "01/13/2026"),
    said("write a day like 2026-01-13"),
    "error",
    7,
    10,
)


def test_a_problem_shows_its_line_and_a_mark_under_the_place() -> None:
    assert show(DATE, ["---", "title: A", "date: 01/13/2026", "---"]) == (
        'content/km/news/land.md:3: error: "date" is "01/13/2026"\n'
        "    3 | date: 01/13/2026\n"
        "      |       ^^^^^^^^^^\n"
        "        write a day like 2026-01-13"
    )


def test_a_problem_without_a_line_is_still_told() -> None:
    assert show(Problem("", 0, said("nothing here"))) == "site: error: nothing here"


def test_each_problem_is_told_once_in_the_order_of_files_and_lines() -> None:
    first, second = Problem("a.md", 2, said("x")), Problem("a.md", 10, said("y"))
    assert ordered([DATE, second, first, second]) == (first, second, DATE)


def test_problems_are_counted_in_words() -> None:
    warning = Problem("b.md", 1, said("z"), level="warning")
    assert str(count([DATE])) == "1 error in 1 file"
    assert str(count([DATE, DATE, warning])) == "2 errors and 1 warning in 2 files"
    assert str(count([])) == "no problems"


def test_a_near_word_is_offered() -> None:
    assert str(did_you_mean("sumary", ["title", "summary"])) == 'did you mean "summary"?'
    assert did_you_mean("colour", ["title"], said("known: title")) == said("known: title")


def test_the_nearest_path_is_found_by_its_last_part() -> None:
    names = Names(["content/en/pages/about.md", "content/en/news/about-us.md", "static/images/hall.svg", "/en/news/"])
    assert names.nearest("content/en/page/about.md") == "content/en/pages/about.md"
    assert names.nearest("content/en/pages/abuot.md") == "content/en/pages/about.md"
    assert names.nearest("/en/newz/") == "/en/news/"
    assert names.nearest("/images/happy_ruby_on_rails.jpg") == ""


def test_a_problem_becomes_an_annotation_of_github() -> None:
    assert annotation(DATE) == (
        "::error file=content/km/news/land.md,line=3,col=7,endColumn=17,"
        'title="date" is "01/13/2026"::write a day like 2026-01-13'
    )
    awkward = Problem("a,b.md", 2, said("50% at 8:30, {}", "x"), said("one\r\ntwo: 100%"), "warning")
    assert annotation(awkward, "docs") == (
        "::warning file=docs/a%2Cb.md,line=2,title=50%25 at 8%3A30%2C x::one%0D%0Atwo: 100%25"
    )
    assert annotation(Problem("", 0, said("nothing here"))) == "::error title=nothing here::nothing here"


def test_only_what_was_not_told_before_is_told_again() -> None:
    many = tuple(Problem(f"{number}.md", 1, said("x")) for number in range(100))
    copies = tuple(Problem(f"{number}.md", 1, said("x")) for number in range(100))
    assert since(many, copies) == ()
    assert since((), many) == many
    assert since(many, (DATE, *many[1:])) == (DATE,)
    assert since(many, (*copies, DATE)) == (DATE,)
