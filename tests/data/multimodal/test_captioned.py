"""Captions by template, pairs on a canvas, batches with captions left out."""

import torch

from gradatim.data import load
from gradatim.data.multimodal.captioned import CaptionedBatches, captions_of
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
