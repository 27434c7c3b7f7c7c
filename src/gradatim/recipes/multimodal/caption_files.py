"""What a captioner says of an image of yours, and where it looks for each word.

Shapes: S height and width of the canvas, T words, P places of attention.
"""

from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from gradatim.data.info import CaptionInfo
from gradatim.data.multimodal.captions import Language
from gradatim.data.multimodal.scenes import END, LANGUAGES
from gradatim.data.multimodal.words import N_SPECIAL
from gradatim.data.vision.image_folder import read_image
from gradatim.errors import UserError
from gradatim.models.multimodal.captioner import Captioner
from gradatim.recipes.multimodal.captioning import write_captions
from gradatim.recipes.multimodal.shipped_models import CAPTIONER, open_shipped
from gradatim.recipes.runs import open_run
from gradatim.recipes.shipped import refuse_shipped


class Caption(NamedTuple):
    """The caption of one image."""

    image: Tensor  # pixels from 0 to 1, (1, S, S)
    words: list[str]  # T
    weights: Tensor  # of every place for every word, (T, P)


def open_captioner(folder: Path | str) -> tuple[Captioner, CaptionInfo]:
    """Open a run that says what is on an image, or `scene-captioner`, which ships.

    Raises:
        UserError: not a run folder, no weights yet, or a run of something else.
    """
    if str(folder) == CAPTIONER:
        shipped = open_shipped(CAPTIONER)
        return shipped.model, shipped.info
    refuse_shipped(folder, "caption images")
    _, model, info, run = open_run(folder)
    if not isinstance(model, Captioner):
        raise UserError(
            f"{folder} is a run of {run.config['recipe']}, which does not caption images: give a "
            "run of scene-captioner, or that name for the model that ships."
        )
    return model, info


def caption_image(
    model: Captioner, info: CaptionInfo, image: Tensor, language: Language
) -> Caption:
    """Say what is on an image (1, S, S) with pixels from 0 to 1."""
    languages = torch.tensor([LANGUAGES.index(language)])
    told = write_captions(model, image[None], languages, info, torch.device("cpu"))
    words = ["", "?", *info.words]
    said = [words[number] for number in told.words[0].tolist()]
    assert len(words) == N_SPECIAL + len(info.words)
    n = said.index(END) if END in said else len(said)
    return Caption(image, said[:n], told.weights[0, :n])


def caption_file(folder: Path | str, file: Path, language: Language) -> Caption:
    """Say what is on an image file of any size and mode, light on dark or dark on light.

    Raises:
        UserError: another run, or a file that is not an image.
    """
    model, info = open_captioner(folder)
    # The name of the data set would crop to one digit; without it the image keeps its layout.
    image = read_image(file, info.shape).float() / 255
    if image.mean() > 0.5:  # dark ink on light paper
        image = 1 - image
    return caption_image(model, info, image, language)
