"""What is in a format that is not read is named, with what makes it readable."""

from gradatim.data.own.other_formats import left_out, remedy, what_lies_in


def test_each_kind_has_its_remedy():
    assert remedy([".heic"]) == "Convert them to JPEG or PNG to have them in."
    assert "Convert sounds to WAV" in remedy([".mp3", ".xyz"])
    assert remedy([".xlsx", ".docx"]) == "Save the sheet as CSV. Save texts as .txt."
    assert remedy([".xyz"]) == ""


def test_a_folder_without_anything_readable_says_what_it_holds(tmp_path):
    assert "it is empty" in what_lies_in(tmp_path)
    (tmp_path / ".DS_Store").touch()
    assert "hidden files" in what_lies_in(tmp_path)
    for name in ("a.mp3", "b.MP3", "c"):
        (tmp_path / name).touch()
    assert "it holds 2 .mp3, 1 without an ending. Convert sounds" in what_lies_in(tmp_path)


def test_only_what_may_have_been_meant_is_told(tmp_path):
    for name in ("a.png", "b.heic", "readme.md", "labels.csv"):
        (tmp_path / name).touch()
    said = left_out(tmp_path, (".png",))
    assert "in other formats are left out: 1 .heic. Convert" in said
    (tmp_path / "b.heic").unlink()
    assert left_out(tmp_path, (".png",)) == ""
