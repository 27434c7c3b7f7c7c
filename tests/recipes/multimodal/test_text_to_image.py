"""Recipes that draw from words: which images, which captions, and what is refused."""

import pytest

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.multimodal.text_to_image import CaptionedImages
from gradatim.recipes.options import change


@pytest.mark.parametrize("two_things", [False, True])
def test_images_are_in_three_parts_with_captions_of_every_class(two_things):
    recipe = change("mnist-flow", get("mnist-flow"), {"data": "digits", "two_things": two_things})
    parts = recipe.parts()
    labels = set(parts.train.labels.tolist()) | set(parts.test.labels.tolist())
    assert max(labels) < len(parts.captions.texts)
    assert all(parts.captions.texts[label] for label in labels)
    assert len(parts.train) > len(parts.test) > 0
    assert len(parts.validation) > 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"data": "cifar-10"}, "which has no captions: give digits, mnist"),
        ({"caption_dropout": 1.0}, "caption_dropout is 1"),
    ],
)
def test_wrong_images_are_one_sentence(options, message):
    with pytest.raises(UserError, match=message):
        CaptionedImages(**options)
