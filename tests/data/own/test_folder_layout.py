"""Folders as people and their systems leave them: splits, classes, hidden things, odd formats."""

import warnings
from pathlib import Path

import pytest
from PIL import Image

from gradatim.data import load
from gradatim.data.own.folder_layout import ENDINGS, all_files, find_classes, odd_names
from gradatim.errors import UserError
from gradatim.recipes.vision.classification import ImageData


def draw(path: Path, n: int = 1) -> None:
    path.mkdir(parents=True, exist_ok=True)
    for i in range(n):
        Image.new("RGB", (9, 9), (i, 2, 3)).save(path / f"{i}.png")


def read(folder: Path, split: str = "train", **options):
    """Load, and what was said meanwhile."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        images = load(str(folder), split, size=8, **options)
    return images, " ".join(str(w.message) for w in caught)


@pytest.mark.parametrize("name", ["val", "valid", "Validation", "VAL", "test", "Testing"])
def test_two_folders_are_splits_whatever_their_names(tmp_path, name):
    for part, n in (("Train" if name.isupper() else "train", 3), (name, 2)):
        for label in ("cat", "dog"):
            draw(tmp_path / part / label, n)
    train, _ = read(tmp_path)
    test, _ = read(tmp_path, "test")
    assert (train.classes, test.classes) == (("cat", "dog"),) * 2
    assert (len(train), len(test)) == (6, 4)


@pytest.mark.parametrize(
    ("train", "other"),
    [
        *(("training_set", "test_set"), ("seg_train", "seg_test"), ("trainset", "testset")),
        *(("1_train", "2_val"), ("train-images", "test-images"), ("Train Data", "Test Data")),
    ],
)
def test_splits_are_known_by_a_word_of_their_names_where_classes_lie_in_them(
    tmp_path, train, other
):
    for part, n in ((train, 3), (other, 2)):
        for label in ("cat", "dog"):
            draw(tmp_path / part / label, n)
    images, said = read(tmp_path)
    assert (images.classes, len(images), said) == (("cat", "dog"), 6, "")
    assert len(read(tmp_path, "test")[0]) == 4


def test_classes_whose_names_hold_such_a_word_stay_classes(tmp_path):
    for label in ("test tube", "train station"):
        draw(tmp_path / label, 5)
    assert read(tmp_path)[0].classes == ("test tube", "train station")


@pytest.mark.parametrize("names", [("apprentissage", "essai"), ("val", "test")])
def test_folders_that_hold_the_same_folders_are_told_of(tmp_path, names):
    for part in names:
        for label in ("cat", "dog"):
            draw(tmp_path / part / label, 5)
    assert "hold the same folders (cat, dog), and count as classes" in read(tmp_path)[1]


@pytest.mark.parametrize("twin", ["Cat", "cat ", "c\u0327at"])
def test_classes_that_differ_in_how_they_are_written_only_are_told_of(tmp_path, twin):
    label = "\u00e7at" if twin.startswith("c\u0327") else "cat"
    for name in (label, twin, "dog"):
        draw(tmp_path / name, 5)
    assert "count as classes of their own: write them alike" in read(tmp_path)[1]


def test_of_three_folders_validation_is_measured_during_the_run(tmp_path):
    for n, part in enumerate(("train", "val", "test"), start=1):
        for label in ("cat", "dog"):
            draw(tmp_path / part / label, n)
    sets = ImageData(data=str(tmp_path), image_size=8).load()
    assert [len(images) for images in sets] == [2, 4, 6]


def test_a_class_may_be_called_train(tmp_path):
    for label in ("bus", "train"):
        draw(tmp_path / label, 5)
    assert read(tmp_path)[0].classes == ("bus", "train")


def test_two_folders_for_one_split_are_refused(tmp_path):
    for part in ("train", "val", "valid"):
        for label in ("cat", "dog"):
            draw(tmp_path / part / label)
    with pytest.raises(UserError, match="both for validation"):
        load(str(tmp_path))


@pytest.mark.parametrize(
    "name", [".ipynb_checkpoints", "@eaDir", "__MACOSX", "#recycle", "$RECYCLE.BIN", "lost+found"]
)
def test_what_systems_leave_behind_is_neither_class_nor_double(tmp_path, name):
    for label in ("cat", "dog"):
        draw(tmp_path / label, 5)
        draw(tmp_path / label / name, 5)
    draw(tmp_path / name / "cat", 5)
    train, _ = read(tmp_path)
    assert train.classes == ("cat", "dog")
    assert len(train) + len(read(tmp_path, "test")[0]) == 10


def test_what_cannot_be_read_is_listed_in_one_sentence(tmp_path):
    for label in ("cat", "dog"):
        draw(tmp_path / label, 5)
        for i in range(3):
            (tmp_path / label / f"{i}.HEIC").write_bytes(b"x")
        (tmp_path / label / "film.mov").write_bytes(b"x")
        (tmp_path / label / "labels.txt").write_text("x")
        (tmp_path / label / "Thumbs.db").write_text("x")
    _, said = read(tmp_path)
    assert "6 .heic, 2 .mov" in said
    assert "Convert them to JPEG" in said
    assert "labels" not in said
    assert ".txt" not in said
    assert ".db" not in said


def test_jfif_and_what_pillow_reads_is_taken(tmp_path):
    for label in ("cat", "dog"):
        draw(tmp_path / label, 2)
        Image.new("RGB", (9, 9)).save(tmp_path / label / "a.jfif", "JPEG")
        Image.new("RGB", (9, 9)).save(tmp_path / label / "b.jp2", "JPEG2000")
        if ".avif" in ENDINGS:
            Image.new("RGB", (9, 9)).save(tmp_path / label / "c.avif")
    n = len(read(tmp_path)[0]) + len(read(tmp_path, "test")[0])
    assert n == 2 * (5 if ".avif" in ENDINGS else 4)


def test_classes_of_a_run_are_kept_in_its_order(tmp_path):
    for label in ("ant", "cat", "dog"):
        draw(tmp_path / label, 5)
    images, said = read(tmp_path, classes=("dog", "cat"))
    assert images.classes == ("dog", "cat")
    assert "ant" in said
    assert "left out" in said
    assert images.labels.unique().tolist() == [0, 1]
    with pytest.raises(UserError, match="has no class bird any more, and ant, dog is new"):
        load(str(tmp_path), classes=("bird", "cat"))


def test_links_are_followed_and_one_that_leads_back_is_left(tmp_path):
    draw(tmp_path / "store", 5)
    for label in ("cat", "dog"):
        (tmp_path / "pets").mkdir(exist_ok=True)
        (tmp_path / "pets" / label).symlink_to(tmp_path / "store", target_is_directory=True)
    (tmp_path / "store" / "again").symlink_to(tmp_path / "pets", target_is_directory=True)
    (tmp_path / "store" / "lost.png").symlink_to(tmp_path / "nowhere.png")
    names = ["0.png", "1.png", "2.png", "3.png", "4.png", "lost.png"]
    assert [file.name for file in all_files(tmp_path / "pets")] == 2 * names
    with pytest.warns(UserWarning, match=r"lost\.png"):
        load(str(tmp_path / "pets"))


def test_a_folder_too_high_or_a_table_beside_it_is_named(tmp_path):
    for label in ("cat", "dog"):
        draw(tmp_path / "in" / label, 2)
    with pytest.raises(UserError, match=r"it has only 'in'\. Perhaps .*in was meant"):
        find_classes(tmp_path)
    draw(tmp_path / "flat", 2)
    (tmp_path / "flat" / "labels.csv").write_text("file,label\n0.png,a\n")
    with pytest.raises(UserError, match=r"it has none\. Perhaps .*labels\.csv was meant"):
        find_classes(tmp_path / "flat")


def test_images_without_an_ending_are_listed_and_a_readme_is_not(tmp_path):
    for label in ("cat", "dog"):
        draw(tmp_path / label, 5)
    (tmp_path / "cat" / "0.png").rename(tmp_path / "cat" / "zero")
    (tmp_path / "README").write_text("Cats and dogs.")
    assert "left out: 1 without an ending. Give" in read(tmp_path)[1]


def test_classes_that_may_be_one_and_folders_that_may_be_splits():
    [said] = odd_names(["Cat", "cat", "cat_", "dog"])
    assert "'Cat' and 'cat' and 'cat_' count as classes of their own" in said
    assert list(odd_names(["cat", "dog", "test"])) == []
    [said] = odd_names(["cat", "dog", "test"], of_folders=True)
    assert "folder 'test' counts as a class" in said
