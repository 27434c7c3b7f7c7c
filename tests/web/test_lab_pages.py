"""The lab's pages: the list with its progress, one exercise, and the offer to make a folder."""

from starlette.testclient import TestClient

from gradatim.labs.exercise import exercises
from gradatim.labs.workspace import open_workspace
from gradatim.web.app import create_app
from tests.web.lab_requests import page_data

HOST = "http://127.0.0.1"


def test_list_has_every_exercise_with_its_progress_in_both_languages(owner, folder):
    folder.record(folder.exercises[0], "passed")
    n = len(folder.exercises)
    for language, done in (("en", f"1 of {n} done"), ("fr", f"faits : 1 sur {n}")):
        text = owner.get(f"/lab?lang={language}").text
        assert done in text
        for exercise in folder.exercises:
            assert f"/lab/{exercise.name}?lang={language}" in text
        assert f"/lab?lang={language}" in owner.get(f"/?lang={language}").text


def test_exercise_is_found_by_number_and_shows_the_file_as_it_is(owner, folder, masks):
    folder.file(masks).write_text("# </script><b>\nx = '&'\n")
    text = owner.get("/lab/2?lang=fr").text
    assert page_data(text)["file"]["text"] == "# </script><b>\nx = '&'\n"
    assert masks.title("fr") in text
    assert "http://" not in text


def test_without_a_folder_the_page_offers_to_make_one(tmp_path):
    with TestClient(create_app("secret", lab=tmp_path), base_url=HOST) as visitor:
        assert "Create my lab folder" in visitor.get("/lab?token=secret&lang=en").text
        made = visitor.post("/lab/make?lang=en")
        assert f"0 of {len(exercises())} done" in made.text
    assert open_workspace(tmp_path).path == tmp_path / "gradatim-lab"


def test_the_list_and_an_exercise_lead_to_the_chapter(owner):
    link = '<a href="/chapter/4?lang=en">4 Convolution</a>'
    assert link in owner.get("/lab?lang=en").text
    assert link in owner.get("/lab/14?lang=en").text
    assert "/chapter/" not in owner.get("/lab/20?lang=en").text  # it belongs to none
