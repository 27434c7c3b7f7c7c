"""Files are found with their labels wherever people write them down."""

import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from gradatim.data import load
from gradatim.data.own.labeled_files import find_labeled, opened, splits_of
from gradatim.data.own.sheet import Sheet
from gradatim.errors import UserError

ENDINGS = (".png",)
COLORS = {"cat": "red", "dog": "blue"}


def draw(folder, n=5):
    """Images flat in a folder; (name, label) of each."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for label, color in COLORS.items():
        for i in range(n):
            Image.new("RGB", (16, 16), color).save(folder / f"{label}{i}.png")
            rows.append((f"{label}{i}.png", label))
    return rows


def write(path, header, rows):
    path.write_text("\n".join([",".join(header), *(",".join(row) for row in rows)]))


def test_table_beside_the_files(tmp_path):
    rows = draw(tmp_path)
    write(tmp_path / "labels.csv", ("file", "label"), rows)
    found = find_labeled(tmp_path / "labels.csv", ENDINGS)
    assert [(item.file.name, item.label) for item in found.files] == rows
    assert found.classes == ("cat", "dog")
    assert "'file' is the file" in found.how


def test_columns_are_told_by_what_is_in_them(tmp_path):
    rows = draw(tmp_path / "images")
    write(tmp_path / "x.csv", ("what", "where"), [(b, f"images/{a}") for a, b in rows])
    assert len(find_labeled(tmp_path / "x.csv", ENDINGS).files) == 10
    odd = [(f"images/{a}", b, "1") for a, b in rows]
    write(tmp_path / "x.csv", ("where", "what", "size"), odd)
    with pytest.raises(UserError, match="call the one with the classes label"):
        find_labeled(tmp_path / "x.csv", ENDINGS)


def test_metadata_of_every_split_as_on_hugging_face(tmp_path):
    for split in ("train", "test"):
        write(tmp_path / split / "metadata.csv", ("file_name", "label"), draw(tmp_path / split))
    found = find_labeled(tmp_path, ENDINGS)
    assert found.splits == ("train", "test")
    images = load(str(tmp_path), "test", size=16)
    assert images.classes == ("cat", "dog")
    assert images.labels.tolist() == [0] * 5 + [1] * 5


def test_split_column_is_obeyed(tmp_path):
    rows = draw(tmp_path)
    splits = ["train", "train", "train", "val", "test"] * 2
    marked = [(*row, split) for row, split in zip(rows, splits, strict=True)]
    write(tmp_path / "all.csv", ("file", "label", "split"), marked)
    sizes = [len(load(str(tmp_path / "all.csv"), s, size=16)) for s in ("train", "test")]
    assert sizes == [6, 2]
    assert len(load(str(tmp_path / "all.csv"), "validation", size=16)) == 2
    write(tmp_path / "all.csv", ("file", "label", "split"), [(*rows[0], "exam")])
    with pytest.raises(UserError, match="write train, validation or test"):
        load(str(tmp_path / "all.csv"), size=16)


def test_zip_is_the_folder_that_is_packed(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADATIM_CACHE", str(tmp_path / "cache"))
    for label, color in COLORS.items():
        for i in range(5):
            (tmp_path / "pets" / label).mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (16, 16), color).save(tmp_path / "pets" / label / f"{i}.png")
    with zipfile.ZipFile(tmp_path / "pets.zip", "w") as archive:
        for file in (tmp_path / "pets").rglob("*.png"):
            archive.write(file, file.relative_to(tmp_path))
        archive.writestr("__MACOSX/pets/cat/._0.png", b"rubbish")
    packed, plain = (load(str(tmp_path / name), size=16) for name in ("pets.zip", "pets"))
    assert packed.images.equal(plain.images)
    assert packed.labels.equal(plain.labels)


def test_zip_that_leads_out_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADATIM_CACHE", str(tmp_path / "cache"))
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("../out.png", b"x")
    with pytest.raises(UserError, match="leads out of it"):
        load(str(tmp_path / "bad.zip"))
    (tmp_path / "bad.zip").write_bytes(b"no zip")
    with pytest.raises(UserError, match="cannot be unpacked"):
        load(str(tmp_path / "bad.zip"))


def test_files_that_are_not_there_are_told(tmp_path):
    write(tmp_path / "labels.csv", ("file", "label"), [("gone.png", "cat")])
    with pytest.raises(UserError, match=r"such as gone\.png"):
        find_labeled(tmp_path / "labels.csv", ENDINGS)
    write(tmp_path / "labels.csv", ("file", "label"), [*draw(tmp_path), ("gone.png", "cat")])
    with pytest.warns(UserWarning, match=r"not there, such as gone\.png"):
        load(str(tmp_path / "labels.csv"), size=16)


def test_metadata_of_json_lines(tmp_path):
    for split in ("train", "validation"):
        rows = draw(tmp_path / split)
        lines = [json.dumps({"file_name": name, "label": label}) for name, label in rows]
        (tmp_path / split / "metadata.jsonl").write_text("\n".join(lines))
    found = find_labeled(tmp_path, ENDINGS)
    assert found.splits == ("train", "validation")
    assert found.classes == ("cat", "dog")
    assert "metadata.jsonl" in found.how
    assert len(load(str(tmp_path), "validation", size=16)) == 10


def test_a_row_twice_counts_once_and_several_classes_of_a_file_are_told(tmp_path):
    rows = draw(tmp_path)
    write(tmp_path / "t.csv", ("file", "label"), [*rows, *rows[:3]])
    assert len(find_labeled(tmp_path / "t.csv", ENDINGS).files) == 10
    write(tmp_path / "t.csv", ("file", "label"), [*rows, ("cat0.png", "dog"), ("cat1.png", "NA")])
    with pytest.warns(UserWarning, match="several") as told:
        find_labeled(tmp_path / "t.csv", ENDINGS)
    said = [str(warning.message) for warning in told]
    assert any("several classes to cat0.png (cat, dog):" in one for one in said)
    assert any("1 row of" in one and "without a class ('NA') is left out" in one for one in said)


def test_the_one_table_in_a_folder_or_zip_is_meant(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADATIM_CACHE", str(tmp_path / "cache"))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "t.csv").write_text("a,b\n1,2\n")
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.write(tmp_path / "data" / "t.csv", "data/t.csv")
    assert opened(tmp_path / "data") == tmp_path / "data" / "t.csv"
    assert opened(tmp_path / "t.zip").read_text() == "a,b\n1,2\n"
    (tmp_path / "data" / "u.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UserError, match=r"holds 2 tables \(t.csv, u.csv\): give one of them"):
        opened(tmp_path / "data")


@pytest.mark.parametrize(
    ("column", "cells", "found"),
    [
        ("split", ["train", "Val", "testing"], ("split", ["train", "validation", "test"])),
        ("set", ["lego", "city", "train ride"], (None, ["", "", ""])),
        ("fold", ["train", "val", "test"], (None, ["", "", ""])),
    ],
)
def test_a_split_is_told_by_name_and_words(column, cells, found):
    assert splits_of(Sheet(Path("t.csv"), [column], [[cell] for cell in cells])) == found


@pytest.mark.parametrize(("column", "cells"), [("split", ["a", "b"]), ("set", ["train", "b"])])
def test_a_split_with_other_words_is_refused(column, cells):
    with pytest.raises(UserError, match=r"has '.*': write train, validation or test"):
        splits_of(Sheet(Path("t.csv"), [column], [[cell] for cell in cells]))


def test_a_table_written_on_windows_names_files_with_its_slashes(tmp_path):
    draw(tmp_path / "pets", 2)
    (tmp_path / "t.csv").write_text("file,label\npets\\cat0.png,cat\npets\\dog1.png,dog\n")
    found = find_labeled(tmp_path / "t.csv", ENDINGS)
    assert [item.file.name for item in found.files] == ["cat0.png", "dog1.png"]
