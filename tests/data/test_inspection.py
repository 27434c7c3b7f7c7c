"""What `gradatim data inspect` finds: kinds, counts, and what should be looked at."""

import shlex
import shutil

import numpy as np
import pytest
from PIL import Image
from scipy.io import wavfile

from gradatim.data.inspection import inspect
from gradatim.errors import UserError


def draw(folder, n, seed):
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    for i in range(n):
        Image.fromarray(rng.integers(0, 256, (20, 24, 3), dtype=np.uint8)).save(folder / f"{i}.png")


def said(found, words):
    return any(words in warning for warning in found.warnings)


def test_images_their_splits_copies_and_broken_files(tmp_path):
    for seed, part in enumerate(("train/cat", "train/dog", "test/cat", "test/dog")):
        draw(tmp_path / part, 8, seed)
    shutil.copy(tmp_path / "train/cat/0.png", tmp_path / "test/cat/copy.png")
    (tmp_path / "test/dog/bad.png").write_bytes(b"no image")
    found = inspect(tmp_path)
    assert found.kind == "images"
    assert found.counts == {"cat": {"train": 8, "test": 9}, "dog": {"train": 8, "test": 9}}
    assert "24x20 pixels (33 of 33)" in found.metadata["size"]
    assert said(found, "in two splits")
    assert [name.endswith("bad.png") for name, _ in found.unreadable] == [True]
    assert len(found.samples) == 10
    assert {label for label, _ in found.samples} == {"cat", "dog"}


def test_rare_class_wrong_label_and_groups_are_told(tmp_path):
    draw(tmp_path / "cat", 40, 0)
    draw(tmp_path / "dog", 1, 1)
    shutil.copy(tmp_path / "cat/0.png", tmp_path / "dog/same.png")
    found = inspect(tmp_path)
    assert said(found, "dog (2)")
    assert said(found, "under two classes")
    for i, file in enumerate(sorted((tmp_path / "cat").iterdir())):
        file.rename(file.with_name(f"anna_{i}.png" if i % 2 else f"bert_{i}.png"))
    assert said(inspect(tmp_path), "come in groups (anna, bert")
    with pytest.raises(UserError, match=r"target is 'y', and .* holds images, which have no col"):
        inspect(tmp_path, "y")


def test_one_class_is_told_and_a_command_can_be_typed(tmp_path):
    draw(tmp_path / "my pets" / "cat", 3, 0)
    (tmp_path / "my pets" / "dog").mkdir()
    (tmp_path / "my pets" / "dog" / "notes.txt").write_text("a dog")
    found = inspect(tmp_path / "my pets")
    assert said(found, "There is one class, 'cat'")
    assert found.next_command == ""
    draw(tmp_path / "my pets" / "dog", 3, 1)
    typed = inspect(tmp_path / "my pets").next_command
    assert shlex.split(typed) == [
        *("gradatim", "train", "folder-resnet", "--data"), str(tmp_path / "my pets"),
    ]  # fmt: skip


def test_sounds_of_several_rates_and_silence_are_told(tmp_path):
    for label, rate, loud in (("yes", 8000, 1), ("no", 16000, 1), ("no", 8000, 0)):
        (tmp_path / label).mkdir(exist_ok=True)
        for i in range(3):
            wave = loud * 0.5 * np.sin(np.arange(rate) * (0.1 + 0.01 * i))
            samples = np.stack([wave * 32767] * 2, 1).astype(np.int16)
            wavfile.write(tmp_path / label / f"{rate}-{loud}-{i}.wav", rate, samples)
    found = inspect(tmp_path)
    assert found.kind == "sounds"
    assert found.counts["no"] == {"all": 6}
    assert said(found, "several rates")
    assert said(found, "3 sounds are silent")
    assert said(found, "at least 5 files of each class")
    assert not found.next_command


def test_texts_in_folders_and_in_a_table(tmp_path):
    for label in ("good", "bad"):
        (tmp_path / "texts" / label).mkdir(parents=True)
        for i in range(3):
            (tmp_path / "texts" / label / f"{i}.txt").write_text(f"a {label} film, number {i}")
    found = inspect(tmp_path / "texts")
    assert (found.kind, found.counts["good"]) == ("texts", {"all": 3})
    rows = "\n".join(
        f"This film number {i} was {'good' if i % 2 else 'bad'},{i % 2}" for i in range(9)
    )
    (tmp_path / "t.csv").write_text("text,label\n" + rows)
    found = inspect(tmp_path / "t.csv")
    assert found.kind == "texts"
    assert "'text' is the text, column 'label' the class" in found.how


def test_table_its_target_and_what_leaks(tmp_path):
    rows = [f"{i},{i % 7},{'AB'[i % 2]},{'yes' if i % 2 else 'no'}" for i in range(40)]
    (tmp_path / "t.csv").write_text("id,size,alive,survived\n" + "\n".join([*rows, rows[0]]))
    found = inspect(tmp_path / "t.csv")
    assert "'survived' is the target, classes" in found.how
    assert "target=COLUMN" in found.how
    assert said(found, "'alive' says the target outright")
    assert said(found, "1 row is there more than once")
    assert {c.name: c.kind for c in found.columns}["size"] == "number"
    assert "regression" in inspect(tmp_path / "t.csv", "id").how
    with pytest.raises(UserError, match="did you mean 'size'"):
        inspect(tmp_path / "t.csv", "sise")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gone", "there is no file or folder"),
        ("a.pdf", "is a single file"),
        ("b.xlsx", "is a single file.* Save the sheet as CSV"),
        ("empty", "holds no .* it is empty"),
        ("songs", "holds no .*; it holds 1 .mp3. Convert sounds to WAV"),
    ],
)
def test_nothing_to_look_at_is_one_sentence(tmp_path, name, message):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "b.xlsx").write_bytes(b"PK")
    (tmp_path / "songs" / "rock").mkdir(parents=True)
    (tmp_path / "songs" / "rock" / "a.mp3").write_bytes(b"ID3")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match=message):
        inspect(tmp_path / name)


def test_files_of_other_kinds_are_told_and_what_cannot_be_trained_gets_no_command(tmp_path):
    draw(tmp_path / "cat", 3, 0)
    draw(tmp_path / "dog", 1, 1)
    (tmp_path / "dog" / "a.heic").write_bytes(b"x")
    (tmp_path / "dog" / "note.txt").write_text("a dog")
    found = inspect(tmp_path)
    assert said(found, "1 .heic. Convert them")
    assert said(found, "Beside the images, 1 text is left out")
    assert said(found, "fewer of dog (1)")
    assert found.next_command == ""


def test_a_table_that_training_refuses_gets_no_command(tmp_path):
    rows = [f"{i:08x}{i % 7},{'cat' if i % 2 else 'dog'}" for i in range(40)]
    (tmp_path / "ids.csv").write_text("id,breed\n" + "\n".join(rows))
    found = inspect(tmp_path / "ids.csv")
    assert said(found, "No column beside 'breed' holds numbers or categories")
    assert found.next_command == ""
    (tmp_path / "one.csv").write_text("a,b\n1,x\n")
    assert inspect(tmp_path / "one.csv").next_command == ""
