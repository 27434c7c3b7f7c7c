"""Two things on one canvas: which pairs stay unseen, and where each thing stands."""

import torch

from gradatim.data import load
from gradatim.data.multimodal.captions import ABOVE, LEFT
from gradatim.data.multimodal.pairs import (
    SEEN_LABELS,
    UNSEEN,
    UNSEEN_LABELS,
    arrangement,
    compose,
    crops,
    parts_of,
)


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
