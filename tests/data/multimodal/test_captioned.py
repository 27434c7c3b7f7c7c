"""Captions by template, pairs on a canvas, batches with captions left out."""

import torch

from gradatim.data import load
from gradatim.data.multimodal.captioned import CaptionedBatches, captions_of
from gradatim.data.multimodal.captions import ABOVE, LEFT, pair_captions
from gradatim.data.multimodal.pairs import (
    SEEN_LABELS,
    UNSEEN,
    UNSEEN_LABELS,
    arrangement,
    compose,
    crops,
    parts_of,
)
from gradatim.data.multimodal.words import NOTHING


def test_captions_are_in_both_languages_and_name_one_class_each():
    for data in ("mnist", "fashion-mnist"):
        texts = captions_of(data, pairs=False).texts
        assert len(texts) == 10
        for several in texts:
            assert not set(several) & {
                text for other in texts if other is not several for text in other
            }
    assert "draw a seven" in captions_of("mnist", pairs=False).texts[7]
    assert "dessine une chaussure" in captions_of("fashion-mnist", pairs=False).texts[7]
    assert "a picture of an eight" in captions_of("mnist", pairs=False).texts[8]


def test_captions_of_a_pair_say_the_same_from_both_sides():
    texts = pair_captions("mnist")
    assert {"a three left of a seven", "a seven right of a three"} <= set(
        texts[arrangement(LEFT, 3, 7)]
    )
    assert "un trois à gauche d'un sept" in texts[arrangement(LEFT, 3, 7)]
    assert "un sept au-dessous d'un trois" in texts[arrangement(ABOVE, 3, 7)]
    assert len({text for several in texts for text in several}) == sum(map(len, texts))


def test_unseen_pairs_have_each_thing_once_in_each_place():
    assert sorted(a for a, _ in UNSEEN) == sorted(b for _, b in UNSEEN) == list(range(10))
    assert not set(SEEN_LABELS) & set(UNSEEN_LABELS)
    assert len(SEEN_LABELS) == 180


def test_crops_give_back_what_was_composed_and_where():
    digits = load("digits", "test", size=14)
    labels = torch.tensor([arrangement(LEFT, 3, 7), arrangement(ABOVE, 3, 7)])
    canvas = compose(digits, labels, seed=0)
    left, above = canvas.images[:, 0]
    inked = (left[:, :14], left[:, 14:], above[:14], above[14:])
    assert all(part.any() for part in inked)
    assert not left[:7].any()
    assert not above[:, :7].any()
    cuts, classes = crops(canvas.images, labels)
    assert classes.tolist() == [[3, 7], [3, 7]]
    known = {tuple(image.flatten().tolist()) for image in digits.images[digits.labels == 3]}
    assert tuple(cuts[0, 0].flatten().tolist()) in known
    assert tuple(cuts[1, 0].flatten().tolist()) in known
    assert parts_of(arrangement(ABOVE, 4, 2)) == (ABOVE, 4, 2)


def test_batches_continue_where_they_were_and_leave_captions_out():
    digits, captions = load("digits", "train"), captions_of("digits", pairs=False)

    def batches(drop):
        return CaptionedBatches(
            digits, captions, batch_size=100, drop=drop, seed=3, device=torch.device("cpu")
        )

    first = batches(0.3)
    next(first)
    second = batches(0.3)
    second.load_state_dict(first.state_dict())
    for ours, theirs in zip(next(first), next(second), strict=True):
        assert torch.equal(ours, theirs)
    empty = (next(first)[1] == NOTHING).all(1).float().mean()
    assert 0.1 < empty < 0.5
    assert not (next(batches(0.0))[1] == NOTHING).all(1).any()


def test_caption_of_a_batch_belongs_to_its_image():
    digits, captions = load("digits", "train"), captions_of("digits", pairs=False)
    batches = CaptionedBatches(
        digits, captions, batch_size=64, drop=0.0, seed=0, device=torch.device("cpu")
    )
    images, tokens = next(batches)
    table, _ = captions.table()
    for image, row in zip((images * 255).round().byte(), tokens, strict=True):
        same = (digits.images == image).flatten(1).all(1).nonzero().flatten()
        assert any((table[digits.labels[i]] == row).all(1).any() for i in same)
