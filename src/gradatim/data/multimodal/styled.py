"""Captioned drawings as classes: each name in each style is one, and some are held out.

A name that is held out in one style is still seen in the other: what is asked for then is a new
combination, as of two digits on a canvas.

Shapes: S drawing styles, N images.
"""

import torch

from gradatim.data.multimodal.caption_set import CaptionSet
from gradatim.data.multimodal.captioned import Captions
from gradatim.data.sampler import torch_generator
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError

HELD_OUT = 0.1  # fraction of the names that are held out in one style
FEWEST = 10  # images


def style_captions(whole: CaptionSet) -> Captions:
    """The captions of each class `style * N + image`: its own, and these with the style before.

    Without other styles the style is not said.
    """
    texts = []
    for style in whole.styles:
        for several in whole.captions:
            said = [f"{style} {text}" for text in several] if len(whole.styles) > 1 else []
            texts.append([*several, *said])
    return Captions.of(texts)


def style_parts(whole: CaptionSet) -> tuple[ImageSet, ImageSet, ImageSet]:
    """Training drawings, and drawings held out to choose by and to test, the same for every seed.

    Raises:
        UserError: too few images.
    """
    n, n_styles = len(whole), len(whole.styles)
    if n < FEWEST:
        raise UserError(
            f"{whole.name} has {n} image{'s' * (n != 1)} with captions: give at least {FEWEST}."
        )
    # Not the order of `caption_set.divide`: the judge would know none of the names held out here.
    order = torch.randperm(n, generator=torch_generator(0, n, 13))[: max(2, round(HELD_OUT * n))]
    held_out = torch.arange(len(order)) % n_styles * n + order  # the styles by turns
    every = ImageSet(
        name=whole.name,
        split="all",
        images=whole.images.flatten(0, 1),  # (S N, C, H, W)
        labels=torch.arange(n_styles * n),
        classes=tuple(f"{style} {i}" for style in whole.styles for i in range(n)),
    )
    trained = torch.ones(n_styles * n, dtype=torch.bool)
    trained[held_out] = False
    half = len(held_out) // 2
    return (
        every.subset(trained.nonzero().flatten()),
        every.subset(held_out[:half]),
        every.subset(held_out[half:]),
    )
