"""Captioned drawings as classes: what is held out in one style is trained on in the other."""

import pytest
import torch

from gradatim.data.multimodal.caption_set import CaptionSet
from gradatim.data.multimodal.styled import style_captions, style_parts
from gradatim.errors import UserError


def drawings(n, styles):
    images = torch.arange(len(styles) * n, dtype=torch.uint8).view(len(styles), n, 1, 1, 1)
    names = {
        "en": tuple(f"thing {i}" for i in range(n)),
        "fr": tuple(f"chose {i}" for i in range(n)),
    }
    captions = tuple((f"thing {i}", f"chose {i}") for i in range(n))
    return CaptionSet("things", images, styles, names, captions)


def test_every_name_is_trained_on_in_some_style_and_a_tenth_held_out_in_another():
    whole = drawings(40, ("ink", "oil"))
    train, validation, test = style_parts(whole)
    assert [len(part) for part in (train, validation, test)] == [76, 2, 2]
    labels = torch.cat([part.labels for part in (train, validation, test)])
    assert sorted(labels.tolist()) == list(range(80))
    for part in (train, validation, test):
        assert torch.equal(part.images.flatten().long(), part.labels)
    assert set((train.labels % 40).tolist()) == set(range(40))
    held_out = torch.cat((validation.labels, test.labels))
    assert sorted((held_out // 40).tolist()) == [0, 0, 1, 1]


def test_captions_name_the_style_where_there_are_several():
    captions = style_captions(drawings(12, ("ink", "oil")))
    assert captions.texts[3] == ["thing 3", "chose 3", "ink thing 3", "ink chose 3"]
    assert captions.texts[12 + 3][2:] == ["oil thing 3", "oil chose 3"]
    assert style_captions(drawings(12, ("own",))).texts[3] == ["thing 3", "chose 3"]


def test_images_of_one_style_are_held_out_whole_and_too_few_are_said():
    train, validation, test = style_parts(drawings(12, ("own",)))
    assert [len(part) for part in (train, validation, test)] == [10, 1, 1]
    with pytest.raises(UserError, match="at least 10"):
        style_parts(drawings(9, ("own",)))
