"""Labels that are captions, splits without a class, files that are there twice."""

from gradatim.data.own.file_checks import absent, captions, duplicates, too_few
from gradatim.data.own.labeled_files import LabeledFile, LabeledFiles


def files(tmp_path, *items):
    """Files as (name, label, split), each with its label as content."""
    found = []
    for name, label, split in items:
        (tmp_path / name).write_text(label)
        found.append(LabeledFile(tmp_path / name, label, split))
    return LabeledFiles(tmp_path / "t.csv", found, "how")


def test_labels_that_differ_nearly_everywhere_may_be_captions(tmp_path):
    several = [(f"{i}.png", f"a caption {i}", "") for i in range(5)]
    [said] = captions(files(tmp_path, *several))
    assert f"`gradatim train emoji-clip --data {tmp_path}`" in said
    assert not list(captions(files(tmp_path, *[(f"{i}.png", "ab"[i % 2], "") for i in range(5)])))


def test_a_split_without_a_class_is_told(tmp_path):
    found = files(tmp_path, ("1", "a", "train"), ("2", "b", "train"), ("3", "a", "test"))
    assert list(absent(found)) == ["The test split has no b: add some, or remove these."]


def test_copies_and_classes_with_few_files(tmp_path):
    found = files(tmp_path, ("1", "a", "train"), ("2", "a", "test"), ("3", "b", "train"))
    [copies] = duplicates(found.files, {})
    assert "1 file is in two splits" in copies
    assert not list(duplicates(found.files, {str(tmp_path / "2"): "why"}))
    [few] = too_few(found, 2, {})
    assert "fewer of b (1)" in few
