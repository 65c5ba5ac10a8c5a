"""Files of word processors among the texts."""

import pytest

from tests.conftest import MakeHub, story


@pytest.mark.parametrize("name", ["draft.docx", "Draft.DOC", "draft.odt", "draft.rtf"])
def test_a_file_of_a_word_processor_is_told_by_every_build(hub: MakeHub, name: str) -> None:
    site = hub({f"content/en/news/{name}": "x", "content/en/news/a.md": story()})
    for _ in range(2):
        (problem,) = site.build().problems
        assert (problem.path, problem.level) == (f"content/en/news/{name}", "warning")
        assert str(problem.message).startswith("this file is published as it is")
        assert str(problem.hint) == "save it as PDF, or put it into static/documents if readers shall have it so"


def test_documents_for_readers_are_not_told(hub: MakeHub) -> None:
    files = {"static/documents/form.docx": "x", "content/en/news/report.pdf": "x", "content/en/news/a.md": story()}
    assert hub(files).check() == ()
