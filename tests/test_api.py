"""The library's front: light, documented, and enough to train, open and use a model."""

import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

import gradatim
from gradatim.data.own.sound_shaping import resampled
from gradatim.data.spoken_digits import load_digits
from gradatim.errors import UserError
from tests.training.toy import PointTask

PAGE = Path(__file__).parents[1] / "docs" / "library.md"


@pytest.fixture(scope="module")
def digits_run(tmp_path_factory) -> gradatim.Run:
    folder = tmp_path_factory.mktemp("runs") / "digits"
    return gradatim.train("digits-mlp", out=folder, epochs=8, seed=1, device="cpu", show=False)


def test_importing_gradatim_imports_neither_torch_nor_numpy():
    code = "import sys, gradatim; dir(gradatim); print({'torch', 'numpy'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


def test_every_public_name_is_there_and_documented():
    for name in set(gradatim.__all__) - {"__version__"}:
        assert getattr(gradatim, name).__doc__
    with pytest.raises(AttributeError, match="no attribute 'trian'"):
        gradatim.trian  # noqa: B018


def test_train_gives_a_run_that_a_second_call_repeats(digits_run, tmp_path):
    assert digits_run.summary()["metrics"]["accuracy"] > 0.9
    again = gradatim.train(
        "digits-mlp", out=tmp_path / "again", epochs=8, seed=1, device="cpu", show=False
    )
    assert again.summary()["metrics"] == digits_run.summary()["metrics"]


def test_predict_reads_paths_arrays_and_lists_alike(digits_run, tmp_path):
    images = gradatim.data.load("digits", "test").images[:20, 0]  # uint8 (N, H, W)
    model = gradatim.load(digits_run)
    answers = model.predict(list(images))
    right = [a.label == str(int(label)) for a, label in zip(answers, LABELS(), strict=True)]
    assert sum(right) >= 17
    first = answers[0]
    assert first.probability == max(first.probabilities.values())
    assert sum(first.probabilities.values()) == pytest.approx(1, abs=1e-5)
    path = tmp_path / "digit.png"
    Image.fromarray(images[0].numpy()).save(path)
    for same in (path, str(path), images[0].numpy(), images[0].numpy() / 255.0, images[:1]):
        assert model.predict(same).label == first.label


def save_digits(folder: Path, n: int) -> list[Path]:
    """Write test images of the digits as PNG files, in subfolders of five."""
    images, paths = gradatim.data.load("digits", "test").images, []
    for i in range(n):
        path = folder / f"part {i // 5}" / f"{i}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(images[i, 0].numpy()).save(path)
        paths.append(path)
    return paths


def test_all_images_of_a_folder_and_its_subfolders_are_classified(digits_run, tmp_path):
    paths = save_digits(tmp_path, 12)
    (tmp_path / "notes.txt").write_text("no image")
    (tmp_path / "part 0" / ".hidden.png").write_text("no image")
    model = gradatim.load(digits_run)
    found = dict(model.predict_files([tmp_path]))
    assert set(found) == set(paths)
    for path in paths:  # in a batch the last bits may differ
        single = model.predict(path)
        assert found[path].label == single.label
        assert found[path].probabilities == pytest.approx(single.probabilities, abs=1e-5)


def test_an_unreadable_file_of_a_folder_is_skipped_with_a_warning(digits_run, tmp_path):
    paths = save_digits(tmp_path, 2)
    (tmp_path / "broken.png").write_bytes(b"no image")
    model = gradatim.load(digits_run)
    with pytest.warns(UserWarning, match=r"skipped: .*broken\.png"):
        found = dict(model.predict_files([tmp_path]))
    assert set(found) == set(paths)
    with pytest.raises(UserError, match=r"broken\.png is not an image"):
        list(model.predict_files([tmp_path / "broken.png"]))


def test_nothing_to_classify_is_one_sentence(digits_run, tmp_path):
    (tmp_path / "empty").mkdir()
    model = gradatim.load(digits_run)
    with pytest.raises(UserError, match=r"empty has no file that can be read .*\.png"):
        list(model.predict_files([tmp_path / "empty"]))
    sizes = {"people": 2, "unseen_people": 2, "width": 8, "n_heads": 1, "steps": 1}
    text = gradatim.train("facts-gpt", out=tmp_path / "facts", show=False, **sizes)
    with pytest.raises(
        UserError, match="facts-gpt, which does not classify files: use `gradatim evaluate"
    ):
        list(gradatim.load(text).predict_files(save_digits(tmp_path, 1)))


def write_wave(path: Path, samples: torch.Tensor, rate: int = 8_000) -> Path:
    """Write samples in [-1, 1] as a WAV file of 16 bits."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes((samples * 32767).short().numpy().tobytes())
    return path


@pytest.mark.usefixtures("data_folder")
def test_recordings_are_classified_by_a_run_of_spoken_digits(tmp_path):
    sizes = {"steps": 30, "width": 32, "n_layers": 2}
    run = gradatim.train("spoken-digits", out=tmp_path / "run", show=False, **sizes)
    test = load_digits("test")
    rows = range(0, 300, 15)
    (tmp_path / "said").mkdir()
    paths = [write_wave(tmp_path / "said" / f"{i:03}.wav", test.waves[i]) for i in rows]
    model = gradatim.load(run)
    found = dict(model.predict_files([tmp_path / "said"]))
    assert list(found) == paths
    labels = [found[path].label for path in paths]
    assert sum(int(k) == test.labels[i] for k, i in zip(labels, rows, strict=True)) >= 4
    assert model.predict(test.waves[0]).label == labels[0]
    faster = resampled(test.waves[0], 8_000, 44_100)
    assert model.predict(write_wave(tmp_path / "b.wav", faster, 44_100)).label == labels[0]
    with pytest.raises(UserError, match=r"c\.wav is silent"):
        model.predict(write_wave(tmp_path / "c.wav", torch.zeros(8_000)))


def LABELS():  # noqa: N802
    return gradatim.data.load("digits", "test").labels[:20]


def test_a_run_on_text_answers_with_text(tmp_path):
    sizes = {"width": 16, "n_layers": 1, "n_heads": 2, "context": 16, "vocabulary": 300}
    quick = {"steps": 2, "batch_size": 4, "device": "cpu", "show": False, **sizes}
    written = gradatim.load(gradatim.train("docs-gpt", out=tmp_path / "gpt", **quick))
    assert isinstance(written.predict("The ", n_tokens=5), str)
    assert written.predict("The ", n_tokens=5) == written.predict("The ", n_tokens=5)
    masked = gradatim.load(gradatim.train("docs-bert", out=tmp_path / "bert", **quick))
    [word] = masked.predict("The [MASK] of a list.")
    assert len(word.probabilities) == 5
    with pytest.raises(UserError, match="nothing that it predicts from"):
        written.predict(3)


def test_the_pages_code_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = PAGE.read_text("utf-8").split("```python\n")[1:]
    names: dict = {}
    for block in blocks:
        exec(compile(block.split("```")[0], "library.md", "exec"), names)
    assert names["run"].summary()["metrics"]["loss"] < 0.01
    assert names["answer"].probability > 0.3


def test_a_wrong_option_is_one_sentence():
    with pytest.raises(UserError, match="has no option 'learnin_rate': did you mean 'learning_rat"):
        gradatim.train("digits-mlp", learnin_rate=0.1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gradatim.train(3), "the name of a recipe, or a Task, not 3"),
        (lambda: gradatim.train(gradatim.Task), "what is needed is an object"),
        (lambda: gradatim.train(gradatim.Task()), "Task has no model"),
        (
            lambda: gradatim.train(PointTask(), label_smoothing=0.1),
            "a task such as .* has no option 'lab",
        ),
        (
            lambda: gradatim.train(PointTask(), batch_sise=2),
            r"no option 'batch_sise': (?!.*batch_size)",
        ),
        (lambda: gradatim.train("digits-mlp", out=3), "the run folder is 3"),
        (lambda: gradatim.train("digits-mlp", max_seconds="2"), "max_seconds is '2'"),
        (lambda: gradatim.load(None), "not None"),
        (lambda: gradatim.load(""), "not ''"),
        (lambda: gradatim.load("x" * 5000), "is not a run folder"),
        (lambda: gradatim.recipes.get(None), "a recipe has a name"),
        (lambda: gradatim.recipes.get("Digits-MLP"), "did you mean 'digits-mlp'"),
        (lambda: gradatim.data.load(None), "a data set has a name"),
        (lambda: gradatim.data.load("digits", None), "there is no split None"),
    ],
)
def test_a_wrong_argument_is_one_sentence(call, message):
    with pytest.raises(gradatim.UserError, match=message):
        call()


def test_what_predict_has_no_use_for_is_refused(digits_run):
    model = gradatim.load(digits_run)
    with pytest.raises(UserError, match="nothing to do with 'temperature'"):
        model.predict(np.zeros((8, 8)), temperature=3)
    for nothing in (None, 3):
        with pytest.raises(UserError, match=f"an array of numbers, not {nothing}: give a path"):
            model.predict(nothing)
    with pytest.raises(UserError, match="an array of numbers, not of <U1"):
        model.predict(np.full((8, 8), "a"))
