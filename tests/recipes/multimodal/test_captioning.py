"""Captions of scenes: exact word for word, and where the attention lies."""

import pytest
import torch

from gradatim.data.multimodal.scenes import IMAGE_SIZE, THING
from gradatim.data.multimodal.words import Vocabulary
from gradatim.errors import UserError
from gradatim.models.multimodal.captioner import STRIDE
from gradatim.recipes import get
from gradatim.recipes.multimodal import captioning
from gradatim.recipes.multimodal.captioning import box, check, sentences_of, two_kinds
from gradatim.recipes.options import change

CPU = torch.device("cpu")
TINY = {
    "data": "digits", "batch_size": 8, "filters": (4, 4), "width": 8, "embedding_width": 8,
    "eval_scenes": 6,
}  # fmt: skip


@pytest.fixture(scope="module")
def task():
    return change("scene-captioner", get("scene-captioner"), TINY).build(CPU)


def test_the_box_of_a_thing_has_as_many_places_as_it_covers():
    inside = box(torch.tensor([0, 0]))
    assert inside.shape == ((IMAGE_SIZE // STRIDE) ** 2,)
    assert inside.sum() == (THING // STRIDE) ** 2
    rows = inside.view(IMAGE_SIZE // STRIDE, -1).nonzero()
    assert rows.max() < THING // STRIDE


def test_the_right_words_are_exact_and_attention_on_the_thing_is_right(task, monkeypatch):
    scenes, _ = task.test
    answers = sentences_of(scenes, "digits", Vocabulary(task.info.words), task.info.length)[:, 1:]

    class Told:
        words = answers
        weights = torch.zeros(*answers.shape, (IMAGE_SIZE // STRIDE) ** 2)

    for row in range(len(answers)):
        language = captioning.LANGUAGES[int(scenes.languages[row])]
        _, nouns = captioning.sentence("digits", scenes.things[row].tolist(), language)
        for noun, place in zip(nouns, scenes.order(row), strict=True):
            inside = box(scenes.corners[row, place])
            Told.weights[row, noun] = inside / inside.sum()
    monkeypatch.setattr(captioning, "write_captions", lambda *_: Told)
    found = check(task.model, scenes, task.info, CPU)
    assert found.exact == 1
    assert found.pointing == pytest.approx(1)
    Told.words = answers.roll(1, 1)
    assert check(task.model, scenes, task.info, CPU).exact == 0


def test_half_of_the_scenes_have_a_pair_that_is_never_trained_on(task):
    seen, unseen = two_kinds(captioning.load("digits", "test", size=THING), 5, seed=1)
    assert len(seen.things) == len(unseen.things) == 5
    loss, _ = task.loss(next(task.batches))
    loss.backward()
    assert loss.isfinite()


def test_things_without_names_are_refused():
    with pytest.raises(UserError, match="whose things have no names in both languages"):
        change("scene-captioner", get("scene-captioner"), {"data": "cifar-10"})


def test_a_sample_is_a_sheet_of_scenes_with_what_is_said_and_what_was_right(task, monkeypatch):
    made = task.sample()
    assert made["png"].startswith(b"\x89PNG")
    text = made["txt"].decode()
    assert text.startswith("1. ")
    assert "    right: " in text  # a model that learned nothing is wrong

    scenes = task.validation[1]
    answers = sentences_of(scenes, "digits", Vocabulary(task.info.words), task.info.length)[:, 1:]
    monkeypatch.setattr(captioning, "write_captions", lambda *_: Told(answers))
    assert "right: " not in task.sample()["txt"].decode()


class Told:
    def __init__(self, words):
        self.words = words
