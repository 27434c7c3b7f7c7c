"""Embeddings: a sentence or an image as one vector, close to those of similar ones.

Sources: Reimers and Gurevych 2019, "Sentence-BERT", section 3, for sentences; Caron et al. 2021,
"Emerging properties in self-supervised vision transformers", for images.

Shapes: N sentences or images, T tokens, C width.
"""

from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.data.vision.image_folder import read_image
from gradatim.errors import UserError
from gradatim.models.hub.load_save import load, read_json
from gradatim.models.language.bert import BERTEncoder
from gradatim.models.vision.vit import ViTEncoder
from gradatim.recipes.language.trained_model import (
    STORIES,
    TrainedModel,
    encode,
    is_run,
    open_trained,
)
from gradatim.recipes.runs import open_run
from gradatim.recipes.shipped import COMMANDS


@torch.no_grad()
def embed(name: str, things: list[str]) -> Tensor:
    """Vectors of length 1, (N, C), of sentences or of image files.

    Args:
        name: run folder, checkpoint folder or hub name of a BERT or of a ViT, or everyday-bert.
        things: sentences, or paths of images.

    Raises:
        UserError: another kind of model, or something that it cannot read.
    """
    if is_run(name):
        kind = "vit" if isinstance(open_run(name)[1], ViTEncoder) else ""
    elif name in (STORIES, *COMMANDS):  # what ships is no folder
        kind = ""
    else:
        kind = read_json(name, "config.json").get("model_type", "")
    if kind == "vit":
        return F.normalize(_image_vectors(name, things), dim=1)
    trained = open_trained(name)
    if not isinstance(trained.model, BERTEncoder):
        raise UserError(
            f"a {type(trained.model).__name__} gives no embeddings here: take a BERT, or a ViT."
        )
    first = bool(
        trained.config
        and read_json(name, "1_Pooling/config.json").get("pooling_mode_cls_token", False)
    )
    return F.normalize(torch.stack([_sentence_vector(trained, t, first) for t in things]), dim=1)


def _sentence_vector(trained: TrainedModel, text: str, first: bool) -> Tensor:
    """Mean over the tokens of what the last layer knows, or its first token: (C,)."""
    model: Any = trained.model
    hidden = model.hidden(torch.tensor([encode(trained, text)]))[0]  # (T, C)
    return (hidden[0] if first else hidden.mean(0)).float()


def _image_vectors(name: str, paths: list[str]) -> Tensor:
    """The class token of every image, (N, C)."""
    if is_run(name):
        raise UserError("image embeddings take a published ViT: give its folder or hub name.")
    model: Any = load(name).model
    shape = (model.config.in_channels, model.config.image_size, model.config.image_size)
    form = read_json(name, "preprocessor_config.json")
    mean = torch.tensor(form.get("image_mean", [0.5] * shape[0]))[:, None, None]
    deviation = torch.tensor(form.get("image_std", [0.5] * shape[0]))[:, None, None]
    images = torch.stack([read_image(Path(path), shape) for path in paths]) / 255
    weight = next(model.parameters())
    return model.hidden(((images - mean) / deviation).to(weight.dtype))[:, 0].float()
