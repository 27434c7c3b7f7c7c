"""What was seen is kept beside the learner's folder."""

import json

from gradatim.labs.exercise import find
from gradatim.labs.workspace import init_workspace, open_workspace
from gradatim.training.run_folder.old_names import FORMAT
from gradatim.web.course.documents import course_order, key
from gradatim.web.course.progress import FILE, Done, Seen, next_chapter, progress_in


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


def test_one_goes_on_with_what_follows_the_last_page_that_was_opened():
    order = course_order()
    pages = [f"chapter/{key(name)}" for name in order]
    assert next_chapter(["view/mlp"]) == order[0]
    assert next_chapter(["chapter/1"]) == order[2]
    assert next_chapter(["chapter/5", "chapter/1", "chapter/2"]) == order[3]
    assert next_chapter(["chapter/9"]) == "labs/pytorch"
    assert next_chapter([*pages[3:]]) == order[0]  # at the end, what was left out
    assert next_chapter(pages) is None


def test_progress_is_read_from_the_file_the_lab_and_the_runs(tmp_path):
    assert progress_in(tmp_path) == Done()
    init_workspace(tmp_path, "en")
    workspace = open_workspace(tmp_path)
    workspace.record(find("5", workspace.exercises), "passed")
    Seen(tmp_path).note("guess/perceptron")
    config = {"recipe": "digits-perceptron", "format": FORMAT, "options": {}, "info": {}}
    for name, text in (("one", json.dumps(config | {"runtime": {}})), ("broken", "{")):
        (tmp_path / "runs" / name).mkdir(parents=True)
        (tmp_path / "runs" / name / "config.json").write_text(text)
    done = progress_in(tmp_path)
    assert done.seen == ("guess/perceptron",)
    assert done.solved == {"05-perceptron"}
    assert done.trained == ("digits-perceptron",)
