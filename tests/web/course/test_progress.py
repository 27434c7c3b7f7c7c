"""What was seen is kept beside the learner's folder."""

from gradatim.web.course.documents import chapters
from gradatim.web.course.progress import FILE, Seen, next_chapter


def test_pages_are_kept_once_in_the_order_of_the_first_visit(tmp_path):
    seen = Seen(tmp_path)
    assert seen.pages() == []
    for page in ("chapter/1", "view/mlp", "chapter/1"):
        seen.note(page)
    assert Seen(tmp_path).pages() == ["chapter/1", "view/mlp"]
    assert (tmp_path / FILE).read_text("utf-8") == "chapter/1\nview/mlp\n"


def test_a_folder_that_refuses_the_file_is_left_alone(tmp_path):
    (tmp_path / FILE).mkdir()
    seen = Seen(tmp_path)
    seen.note("chapter/1")
    assert seen.pages() == []


def test_the_next_chapter_follows_the_last_that_was_opened():
    assert next_chapter(["chapter/1"]) == chapters()[2]
    assert next_chapter(["view/mlp"]) == chapters()[0]
    assert next_chapter([f"chapter/{len(chapters()) - 1}"]) is None
