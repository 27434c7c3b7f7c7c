"""What the reports of multimodal recipes show: drawings, the path from noise, attention.

Shapes: N images, C channels, H and W height and width, T words, P places of attention.
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gradatim.data import load
from gradatim.data.multimodal.scenes import LANGUAGES, THING, draw_scenes
from gradatim.data.multimodal.words import Vocabulary
from gradatim.data.sampler import torch_generator
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.tiles import tiles
from gradatim.insight.nearest_image import nearest_images
from gradatim.models.multimodal.dit import DiT
from gradatim.recipes.multimodal.caption_files import Caption, caption_image, open_captioner
from gradatim.recipes.multimodal.drawing import draw_all
from gradatim.recipes.multimodal.text_to_image import TextToImage
from gradatim.recipes.runs import open_run

N_PROMPTS = 10  # captions that are drawn
N_EACH = 8  # drawings per caption
N_PATHS = 5  # drawings whose path from noise is shown
N_SCENES = 4  # scenes whose attention is drawn


def drawing_sections(folder: Path) -> list[Section]:
    """Drawings for some captions, and of a flow the path from noise; the nearest real images."""
    recipe, model, info, _ = open_run(folder)
    drawer: Any = model
    assert isinstance(recipe, TextToImage)
    parts = recipe.parts()
    labels = parts.train.labels.unique()
    chosen = labels[torch.linspace(0, len(labels) - 1, N_PROMPTS).long()]  # spread over all
    prompts = [parts.captions.texts[label][0] for label in chosen.tolist()]
    guidance = recipe.evaluation.guidance
    tokens = Vocabulary(info.words).encode(prompts, info.length)
    images = draw_all(
        drawer, tokens.repeat_interleave(N_EACH, 0), guidance=guidance, seed=0
    )  # (N_PROMPTS N_EACH, C, H, W)
    titles = [prompt if i == 0 else "" for prompt in prompts for i in range(N_EACH)]
    sections = [
        Section(
            title="Drawn from words",
            body=[paragraph(DRAWN_TEXT.format(guidance)), _tiles(images, titles, N_EACH)],
        )
    ]
    if isinstance(model, DiT):
        path = _path(model, tokens[:N_PATHS], guidance)  # (steps, N_PATHS, C, H, W)
        rows = path.transpose(0, 1).flatten(0, 1)
        sections.append(
            Section(
                title="From noise to an image",
                body=[paragraph(PATH_TEXT), _tiles(rows, [], len(path))],
            )
        )
    drawn = images[::N_EACH]
    near = nearest_images(drawn, parts.train.images).images
    body = [paragraph(NEAREST_TEXT), _tiles(torch.cat((drawn, near)), [], len(drawn))]
    sections.append(Section(title="The nearest training image", body=body))
    return sections


DRAWN_TEXT = "Each row is drawn for one caption, with a guidance of {:g}; nothing was selected."
PATH_TEXT = "Each row is one drawing: on the left the first step from noise, on the right the last."
NEAREST_TEXT = (
    "Above, what was drawn; below, the training image that differs least from it, pixel by pixel. "
    "A network that had memorized its images would show the same twice."
)
ATTENTION_TEXT = (
    "Scenes of test digits with a pair that was never trained on. For each word the places that "
    "the network attends to are bright."
)


@torch.no_grad()
def _path(model: DiT, captions: Tensor, guidance: float, shown: int = 8) -> Tensor:
    """Some steps of drawings, (shown, N, C, H, W), pixels from 0 to 1."""
    steps = list(model.flow(captions, guidance=guidance, generator=torch_generator(0)))
    chosen = np.linspace(0, len(steps) - 1, min(shown, len(steps))).round().astype(int)
    return ((torch.stack([steps[i] for i in chosen]) + 1) / 2).clamp(0, 1)


def _tiles(images: Tensor, labels: list[str], columns: int) -> str:
    array = images.expand(-1, 3, -1, -1).permute(0, 2, 3, 1).numpy()  # (N, H, W, 3)
    return figure(tiles(array, labels, n_columns=columns, what="Drawn images"))


def captioning_sections(folder: Path) -> list[Section]:
    """Test scenes with their captions, and the attention of each word."""
    model, info = open_captioner(folder)
    things = load(info.data, "test", size=THING)
    scenes = draw_scenes(things, N_SCENES, torch_generator(2, 8), unseen=True)
    body = [paragraph(ATTENTION_TEXT)]
    for image, number in zip(scenes.images, scenes.languages.tolist(), strict=True):
        caption = caption_image(model, info, image.float() / 255, LANGUAGES[number])
        sheet = attention_sheet(caption)
        array = sheet.permute(0, 2, 3, 1).numpy()
        labels = ["", *caption.words]
        body.append(figure(tiles(array, labels, n_columns=10, what="Attention per word")))
    return [Section(title="Where it looks for each word", body=body)]


def attention_sheet(caption: Caption) -> Tensor:
    """The image, and for each word the image lit where the network looked; (1 + T, 3, S, S)."""
    image = caption.image.expand(3, -1, -1)  # (3, S, S)
    side = round(caption.weights.shape[1] ** 0.5)
    maps = caption.weights.unflatten(1, (side, side))  # (T, side, side)
    factor = image.shape[1] // side
    light = maps.repeat_interleave(factor, 1).repeat_interleave(factor, 2)  # (T, S, S)
    light = light / light.amax((1, 2), keepdim=True).clamp(min=1e-9)
    orange = torch.tensor([1.0, 0.5, 0.1])[:, None, None]
    lit = 0.5 * image + 0.6 * light[:, None] * orange
    return torch.cat((image[None], lit.clamp(0, 1)))
