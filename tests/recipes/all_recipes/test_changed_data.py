"""A run belongs to its data: other classes are refused, other rows said, the tokens stay."""

import json
import shutil

import numpy as np
import pytest
import torch
from PIL import Image
from scipy.io import wavfile

from gradatim.errors import UserError
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.runs import evaluate, resume, start

TEXT = "The rat eats the cheese. The python sleeps in the maze.\n" * 100
TINY_TEXT = {"width": 16, "n_layers": 1, "n_heads": 2, "context": 16, "steps": 3, "threads": 1}
TINY_IMAGES = {"widths": (8,), "depths": (1,), "image_size": 16, "steps": 3, "batch_size": 4}


def draw(folder, label, n, start=0):
    """Squares that are brighter for one class than for another."""
    (folder / label).mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(start + len(label))
    for i in range(start, start + n):
        pixels = rng.integers(0, 256, (20, 20, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / label / f"{i:03}.png")


def stop_early(run):
    """Make a finished run one that was stopped: its state is that of the beginning."""
    (run / "summary.json").unlink()


@pytest.fixture
def image_run(tmp_path):
    for label in ("cat", "horse"):
        draw(tmp_path / "pets", label, 10)
    options = TINY_IMAGES | {"data": str(tmp_path / "pets")}
    recipe = change("folder-resnet", get("folder-resnet"), options)
    start("folder-resnet", recipe, tmp_path / "run", show=False)
    return tmp_path / "run"


def test_unchanged_data_say_nothing(image_run, recwarn):
    first, again = evaluate(image_run), evaluate(image_run)
    assert first == again
    assert not [w for w in recwarn if "have changed" in str(w.message)]


def test_renamed_class_is_refused(image_run, tmp_path):
    (tmp_path / "pets" / "horse").rename(tmp_path / "pets" / "ass")
    for act in (evaluate, lambda run: stop_early(run) or resume(run, show=False)):
        with pytest.raises(UserError, match="no class horse any more, and ass is new"):
            act(image_run)


def test_added_class_is_left_out_and_said(image_run, tmp_path):
    before = evaluate(image_run)
    draw(tmp_path / "pets", "ant", 10)
    with pytest.warns(UserWarning, match="ant beside cat, horse: they are left out"):
        assert evaluate(image_run) == before


def test_added_images_are_said_and_the_statistics_stay(image_run, tmp_path):
    draw(tmp_path / "pets", "cat", 10, start=50)
    with pytest.warns(UserWarning, match="training set had 14 images then and has 21 now"):
        evaluate(image_run)
    info = json.loads((image_run / "config.json").read_text())["info"]
    stop_early(image_run)
    with pytest.warns(UserWarning, match="have changed"):
        run, _ = resume(image_run, show=False)
    assert run.config["info"] == info


@pytest.mark.parametrize("name", ["text-gpt", "wikitext-bert"])
def test_changed_text_is_read_by_the_tokens_of_the_run(name, tmp_path):
    file = tmp_path / "own.txt"
    file.write_text(TEXT)
    recipe = change(name, get(name), TINY_TEXT | {"vocabulary": 300, "text": str(file)})
    start(name, recipe, tmp_path / "run", show=False)
    before = evaluate(tmp_path / "run")
    tokens = (tmp_path / "run" / "tokenizer.json").read_bytes()
    file.write_text("Quick foxes quiz quartz.\n" * 30 + TEXT)  # other merges, if they were learned
    with pytest.warns(UserWarning, match=r"training text had 5,\d+ characters then and has 5,\d+"):
        after = evaluate(tmp_path / "run")
    assert after["loss"] == pytest.approx(before["loss"], abs=0.3)
    stop_early(tmp_path / "run")
    shutil.rmtree(tmp_path / "run" / "state", ignore_errors=True)
    with pytest.warns(UserWarning, match="have changed"):
        resume(tmp_path / "run", show=False)
    assert (tmp_path / "run" / "tokenizer.json").read_bytes() == tokens
    assert torch.isfinite(torch.tensor(evaluate(tmp_path / "run")["loss"]))


PEOPLE = [(i % 90, "AB"[i % 2], "yn"[i % 90 < 46]) for i in range(120)]
ROWS = ["age,place,old", *(f"{age},{place},{old}" for age, place, old in PEOPLE)]
EXCHANGED = str.maketrans("yn", "ny")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ([*ROWS, "3,A,n"], r"table had \d+ rows then and has \d+ now"),
        ([*ROWS[:7], "77,B,y", *ROWS[8:]], "table has as many rows as then, but others"),
        ([row.translate(EXCHANGED) for row in ROWS], "as many rows as then, but others"),
    ],
    ids=["one more", "one other", "classes exchanged"],
)
def test_changed_rows_of_a_table_are_said(changed, said, tmp_path, recwarn):
    file = tmp_path / "people.csv"
    file.write_text("\n".join(ROWS) + "\n")
    options = {"data": str(file), "target": "old", "steps": 3, "threads": 1}
    start("table-mlp", change("table-mlp", get("table-mlp"), options), tmp_path / "run", show=False)
    evaluate(tmp_path / "run")
    assert not [w for w in recwarn if "have changed" in str(w.message)]
    file.write_text("\n".join(changed) + "\n")
    with pytest.warns(UserWarning, match=said):
        evaluate(tmp_path / "run")


def test_changed_sounds_are_said(tmp_path, recwarn):
    name, wave = "sound-convnet", np.sin(np.arange(4000) / 5)
    for label, strength in (("high", 1.0), ("low", 0.3)):
        (tmp_path / "sounds" / label).mkdir(parents=True)
        for i in range(8):
            samples = np.sin(np.arange(4000) * strength / (2 + i / 50)) * 20000
            wavfile.write(tmp_path / "sounds" / label / f"{i}.wav", 8000, samples.astype(np.int16))
    options = {
        "data": str(tmp_path / "sounds"),
        "steps": 2,
        "threads": 1,
        "widths": (8,),
        "depths": (1,),
    }
    start(name, change(name, get(name), options), tmp_path / "run", show=False)
    evaluate(tmp_path / "run")
    assert not [w for w in recwarn if "have changed" in str(w.message)]
    for i in range(8):
        wavfile.write(
            tmp_path / "sounds" / "low" / f"{i}.wav", 8000, (wave * 9000).astype(np.int16)
        )
    with pytest.warns(UserWarning, match="sound set has as many sounds as then, but others"):
        evaluate(tmp_path / "run")
