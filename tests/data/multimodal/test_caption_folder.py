"""A folder of images with captions, as people keep them; what is missing is one sentence."""

import shutil
from pathlib import Path

import pytest
from PIL import Image

from gradatim.data.multimodal.caption_folder import load_caption_folder
from gradatim.data.multimodal.caption_set import divide
from gradatim.errors import UserError


def fill(folder, n=12):
    for i in range(n):
        Image.new(("RGB", "L", "RGBA")[i % 3], (40 + i, 30)).save(folder / f"{i:02}.png")
        (folder / f"{i:02}.txt").write_text(f"thing {i}\n\n a chose {i} \n", "utf-8-sig")


def test_text_files_give_names_and_captions_and_images_without_one_are_left_out(tmp_path):
    fill(tmp_path)
    Image.new("RGB", (10, 10)).save(tmp_path / "alone.png")
    with pytest.warns(UserWarning, match=r"1 of 13 images have no caption .*alone\.png"):
        found = load_caption_folder(tmp_path)
    assert found.images.shape == (1, 12, 3, 32, 32)
    assert found.names["own"][3] == "thing 3"
    assert found.captions[3] == ("thing 3", "a chose 3")
    parts = divide(found)
    assert [len(part) for part in parts] == [9, 1, 2]
    names = [name for part in parts for name in part.names["own"]]
    assert sorted(names) == sorted(found.names["own"])


def test_table_gives_several_captions_per_file(tmp_path):
    fill(tmp_path, 2)
    (tmp_path / "captions.csv").write_text("file,caption\n00.png,a cat\n00.png,un chat\n")
    found = load_caption_folder(tmp_path)
    assert found.captions == (("a cat", "un chat"),)
    with pytest.raises(UserError, match="at least 10"):
        divide(found)


def test_table_of_any_name_and_a_zip_are_taken_for_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADATIM_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "drawings"
    folder.mkdir()
    fill(folder, 3)
    zipped = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", folder))
    assert load_caption_folder(zipped).captions == load_caption_folder(folder).captions
    table = folder / "my own.csv"
    table.write_text("file,caption\n01.png,a cat\n")
    assert load_caption_folder(table).captions == (("a cat",),)


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("captions.csv", "File;Caption\n00.png;a cat\n01.png;a dog, asleep\n"),
        ("captions.csv", "image\ttext\n00.png\ta cat\n01.png\ta dog, asleep\n"),
        (
            "metadata.jsonl",
            '{"file_name": "00.png", "text": "a cat"}\n'
            '{"file_name": "01.png", "text": "a dog, asleep"}\n',
        ),
        ("metadata.csv", 'file_name,text\n00.png,a cat\n01.png,"a dog, asleep"\n'),
    ],
)
def test_table_is_read_as_spreadsheets_and_hubs_write_it(name, table, tmp_path):
    fill(tmp_path, 2)
    (tmp_path / name).write_text(table)
    assert load_caption_folder(tmp_path).captions == (("a cat",), ("a dog, asleep",))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("picture,says\n00.png,a cat\n", "picture, says: name them file and caption"),
        ("file,caption\nmissing.png,a cat\n", "missing.png, which is not there: add it"),
        ("file,caption\n", "no rows"),
        ("file,caption\n00.png,?!\n", "no captions"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(table, said, tmp_path):
    fill(tmp_path, 1)
    (tmp_path / "captions.csv").write_text(table)
    with pytest.raises(UserError, match=said):
        load_caption_folder(tmp_path)


def test_folder_without_captions_or_none_at_all_is_said(tmp_path):
    Image.new("RGB", (10, 10)).save(tmp_path / "alone.png")
    with pytest.raises(UserError, match="no captions"):
        load_caption_folder(tmp_path)
    with pytest.raises(UserError, match="neither a folder, a zip nor a table: give emoji"):
        load_caption_folder(tmp_path / "alone.png")
    with pytest.raises(UserError, match="elsewhere is not there: give emoji"):
        load_caption_folder(tmp_path / "elsewhere")


def test_damaged_images_and_lines_without_a_caption_are_left_out_with_a_warning(tmp_path):
    fill(tmp_path, 3)
    (tmp_path / "01.png").write_bytes(b"no image")
    with pytest.warns(UserWarning, match=r"1 of 3 images cannot be read .* left out: .*01\.png"):
        found = load_caption_folder(tmp_path)
    assert found.names["own"] == ("thing 0", "thing 2")
    assert found.images.shape == (1, 2, 3, 32, 32)
    (tmp_path / "captions.csv").write_text("file,caption\n00.png,a cat\n02.png,\n00.png,\n")
    with pytest.warns(UserWarning, match=r"1 of 2 images have no caption .* left out: .*02\.png"):
        assert load_caption_folder(tmp_path).captions == (("a cat",),)
    for file in tmp_path.glob("*.png"):
        file.write_bytes(b"no image")
    with pytest.raises(UserError, match="no image that can be read"):
        load_caption_folder(tmp_path)
