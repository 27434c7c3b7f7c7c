"""Scenes: sentences say what stands where, unseen pairs stay unseen, boxes are where things are."""

import torch

from gradatim.data import load
from gradatim.data.multimodal.pairs import UNSEEN
from gradatim.data.multimodal.scenes import (
    END,
    IMAGE_SIZE,
    START,
    THING,
    SceneBatches,
    draw_scenes,
    has_unseen_pair,
    longest,
    scene_vocabulary,
    sentence,
    sentences_of,
    written,
)


def test_sentence_reads_rows_from_left_to_right_and_the_upper_first():
    def said(things, language="en"):
        return " ".join(sentence("mnist", things, language)[0])

    assert said([-1, -1, 8, -1]) == "an eight"
    assert said([3, 7, -1, -1]) == "a three left of a seven"
    assert said([3, -1, 7, -1]) == "a three above a seven"
    assert said([3, 7, -1, 2]) == "a three left of a seven above a two"
    assert said([-1, 3, 7, 2]) == "a three above a seven left of a two"
    assert said([3, 7, 2, 1], "fr") == (
        "un trois à gauche d un sept au dessus d un deux à gauche d un un"
    )
    words, nouns = sentence("mnist", [3, 7, -1, 2], "en")
    assert [words[i] for i in nouns] == ["three", "seven", "two"]


def test_words_are_written_as_a_sentence_with_the_signs_between_them():
    def said(data, things, language):
        return written(sentence(data, things, language)[0])

    assert said("mnist", [3, 7, -1, 2], "en") == "a three left of a seven above a two"
    assert said("mnist", [3, 7, 2, 1], "fr") == (
        "un trois à gauche d'un sept au-dessus d'un deux à gauche d'un un"
    )
    assert said("fashion-mnist", [0, 3, -1, -1], "fr") == "un T-shirt à gauche d'une robe"
    assert written(["un", "au", "dessus", "d"]) == "un au-dessus d'"
    assert written([]) == ""


def test_scenes_have_unseen_pairs_always_or_never():
    digits = load("digits", "train", size=THING)
    for unseen in (False, True):
        generator = torch.Generator().manual_seed(1)
        scenes = draw_scenes(digits, 300, generator, unseen=unseen)
        assert (has_unseen_pair(scenes.things) == unseen).all()
        counts = (scenes.things >= 0).sum(1)
        assert set(counts.tolist()) == ({2, 3, 4} if unseen else {1, 2, 3, 4})
        assert set(scenes.languages.tolist()) == {0, 1}
    first, second = UNSEEN[3]
    assert has_unseen_pair(
        torch.tensor([[first, -1, -1, second], [second, first, -1, -1]])
    ).tolist() == [True, (second, first) in UNSEEN]


def test_things_are_in_their_boxes_and_nothing_is_outside():
    digits = load("digits", "test", size=THING)
    scenes = draw_scenes(digits, 50, torch.Generator().manual_seed(0), unseen=False)
    for image, things, corners in zip(scenes.images, scenes.things, scenes.corners, strict=True):
        left = image[0].clone()
        for thing, (y, x) in zip(things.tolist(), corners.tolist(), strict=True):
            box = left[y : y + THING, x : x + THING]
            assert (box.sum() > 0) == (thing >= 0)
            box.zero_()
        assert left.shape == (IMAGE_SIZE, IMAGE_SIZE)
        assert left.sum() == 0


def test_sentences_begin_with_their_language_and_end():
    digits = load("digits", "test", size=THING)
    scenes = draw_scenes(digits, 40, torch.Generator().manual_seed(0), unseen=False)
    vocabulary, length = scene_vocabulary("digits"), longest("digits")
    rows = sentences_of(scenes, "digits", vocabulary, length)
    words = ["", "?", *vocabulary.words]
    for row, language in zip(rows, scenes.languages.tolist(), strict=True):
        said = [words[i] for i in row if i]
        assert said[0] == START[("en", "fr")[language]]
        assert said[-1] == END
    assert 1 not in rows


def test_batches_continue_where_they_were():
    digits = load("digits", "train", size=THING)

    def make():
        return SceneBatches(digits, "digits", batch_size=5, seed=2, device=torch.device("cpu"))

    first = make()
    next(first)
    second = make()
    second.load_state_dict(first.state_dict())
    assert all(torch.equal(a, b) for a, b in zip(next(first), next(second), strict=True))
