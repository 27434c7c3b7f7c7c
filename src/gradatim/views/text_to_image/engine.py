"""An image drawn from words, step by step: from noise, or code by code.

A model that ships draws digits; or one learns smaller digits while one watches; or the newest run
draws. What is drawn for the words is kept with all its steps, so that a slider goes through them.

Shapes: N drawings, S moments from nothing to the image, C channels, Y and X height and width, G
codes of an image, L words.
"""

from functools import cache
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor

from gradatim.data.info import CaptionInfo
from gradatim.data.multimodal.captioned import CaptionedBatches, Captions, captions_of
from gradatim.data.multimodal.words import Vocabulary, split_words
from gradatim.data.sampler import torch_generator
from gradatim.data.vision.datasets import load as load_images
from gradatim.data.vision.image_set import ImageSet
from gradatim.models.multimodal.dalle import DALLE
from gradatim.models.multimodal.dit import DiT, DiTConfig
from gradatim.recipes.multimodal.drawing import drawers, open_drawer, read_prompt
from gradatim.recipes.multimodal.flow import FlowTask
from gradatim.recipes.multimodal.shipped_models import DRAWER
from gradatim.training.config import OptimizerConfig
from gradatim.views.core.controls import Choice, Number, Text
from gradatim.views.core.engine import SEED, Engine, temporary_seed
from gradatim.views.core.newest_run import newest_run
from gradatim.views.core.text.text_model import RUNS
from gradatim.views.core.trainer import Trainer

N_DRAWN = 5
N_FILM = 7  # moments of the first drawing that are shown side by side
REDRAW = 10  # steps of learning after which the words are drawn again
N_LOSSES = 100  # kept for the curve
BATCH_SIZE = 64


@cache
def digits() -> tuple[ImageSet, Captions]:
    """Read the small digits, which are always there, and their captions, once for all visitors."""
    return load_images("digits", "train"), captions_of("digits", pairs=False)


def newest_drawer() -> tuple[DALLE | DiT, CaptionInfo, str]:
    """Open the newest run that draws: its model, the words it knows, its folder.

    Raises:
        UserError: there is none.
    """
    missing = (
        f"The folder {RUNS}/ here has no run that draws yet: make one with `gradatim train "
        "mnist-flow` or `gradatim train mnist-dalle`, or watch a small model learn."
    )
    (model, info), folder = newest_run(RUNS, drawers(), open_drawer, missing)
    return model.eval(), info, folder


@torch.no_grad()
def flow_path(model: DiT, captions: Tensor, guidance: float, seed: int) -> Tensor:
    """Drawings at all moments from noise to the image, (S, N, C, Y, X), pixels from 0 to 1."""
    generator = torch_generator(seed, 9)
    steps = list(model.flow(captions, guidance=guidance, generator=generator))
    # The noise that the same generator gave at first: what the first step began with.
    noise = torch.randn(steps[0].shape, generator=torch_generator(seed, 9))
    return ((torch.stack([noise, *steps]) + 1) / 2).clamp(0, 1)


@torch.no_grad()
def code_path(model: DALLE, captions: Tensor, guidance: float, seed: int) -> tuple[Tensor, Tensor]:
    """Drawings after each code, (S, N, C, Y, X), and the codes (N, G); S is G + 1."""
    generator = torch_generator(seed, 9)
    codes = torch.stack(list(model.write(captions, guidance=guidance, generator=generator)), 1)
    autoencoder = model.autoencoder
    grid = autoencoder.config.grid
    vectors = autoencoder.codebook.look_up(codes, grid)  # (N, D, grid, grid)
    moments = []
    for written in range(codes.shape[1] + 1):
        there = (torch.arange(codes.shape[1]) < written).view(1, 1, grid, grid).float()
        decoded = autoencoder.decoder(vectors * there).clamp(0, 1)
        scale = decoded.shape[2] // grid
        seen = there.repeat_interleave(scale, 2).repeat_interleave(scale, 3)
        moments.append(decoded * seen)  # nothing where no code is written yet
    return torch.stack(moments), codes


class TextToImageEngine(Engine):
    """Words become an image."""

    name = "text_to_image"
    controls: ClassVar = {
        "model": Choice("trained", ("trained", "live", "run")),
        "prompt": Text("draw a seven", max_length=80),
        "guidance": Number(2, 0, 6),
        "moment": Number(100, 0, 100, integer=True),
        "learning_rate": Number(0.003, 0.0001, 0.1, log=True),
        "seed": SEED,
    }
    when: ClassVar = {"learning_rate": ("model", ("live",))}
    live = ("prompt", "guidance", "moment", "learning_rate")
    pace = 12.0
    memory = 24

    @classmethod
    def opening(cls, language: str) -> dict[str, Any]:
        """Open on words of the page's language: the model knows both."""
        return {"prompt": "dessine un sept"} if language == "fr" else {}

    def start(self) -> None:
        """Open the model that ships or the newest run, or build the one that learns."""
        v = self.values
        self.losses: list[float] = []
        self.trainer: Trainer | None = None
        self.folder = ""
        self.model: DALLE | DiT
        if v["model"] == "trained":
            self.model, self.info = open_drawer(DRAWER)
        elif v["model"] == "run":
            self.model, self.info, self.folder = newest_drawer()
            v["moment"] = 0
        else:
            self._begin_learning()
        self._draw()

    def _begin_learning(self) -> None:
        v = self.values
        images, captions = digits()
        side = images.images.shape[2]
        words = captions.vocabulary.words
        self.info = CaptionInfo(
            data="digits", shape=(1, side, side), words=words, length=captions.length
        )
        config = DiTConfig(
            image_size=side,
            patch_size=2,
            n_words=2 + len(words),
            width=64,
            n_layers=3,
            draw_steps=12,
        )
        with temporary_seed(v["seed"]):
            self.model = DiT(config)
        self.batches = CaptionedBatches(
            images,
            captions,
            batch_size=BATCH_SIZE,
            drop=0.1,
            seed=v["seed"],
            device=torch.device("cpu"),
        )
        task = FlowTask(
            self.model,
            self.batches,
            images,
            images,
            measurement=None,
            info=self.info,
            device=torch.device("cpu"),
        )
        self.trainer = Trainer(task, OptimizerConfig(learning_rate=v["learning_rate"]))

    def advance(self) -> None:
        """Learn from one batch; a trained model goes on with its drawing."""
        v = self.values
        if self.trainer is None:
            moment = 0 if self.steps == 0 and v["moment"] == 100 else v["moment"]  # once more
            done = round(moment / 100 * (len(self.path) - 1))
            v["moment"] = round(100 * min(1, (done + 1) / (len(self.path) - 1)))
            return
        with temporary_seed(v["seed"] + self.steps):
            self.losses.append(float(self.trainer.step(next(self.batches))))
        self.losses = self.losses[-N_LOSSES:]
        if (self.steps + 1) % REDRAW == 0:
            self._draw()

    def finished(self) -> bool:
        """Say that a trained model has drawn its image."""
        return self.trainer is None and self.values["moment"] == 100 and self.steps > 0

    def finite(self) -> bool:
        """Say whether all weights are finite."""
        return self.trainer is None or self.trainer.finite()

    def state(self) -> Any:
        """Return what a step changes: weights and place in the data, or the moment."""
        if self.trainer is None:
            return self.values["moment"]
        return self.trainer.state(), self.batches.state_dict(), list(self.losses), self.path

    def restore(self, state: Any) -> None:
        """Put back what `state` returned."""
        if self.trainer is None:
            self.values["moment"] = state
            return
        weights, batches, losses, self.path = state
        self.trainer.restore(weights)
        self.batches.load_state_dict(batches)
        self.losses = list(losses)

    def changed(self, name: str) -> None:
        """Draw again for other words or another weight."""
        if name == "learning_rate" and self.trainer:
            self.trainer.set_learning_rate(self.values["learning_rate"])
        if name in ("prompt", "guidance"):
            self._draw()

    def _draw(self) -> None:
        v = self.values
        tokens, _ = read_prompt(v["prompt"], self.info)
        self.unknown = Vocabulary(self.info.words).unknown(v["prompt"])
        captions = tokens.expand(N_DRAWN, -1)
        self.codes = None
        if isinstance(self.model, DALLE):
            self.path, self.codes = code_path(self.model, captions, v["guidance"], v["seed"])
        else:
            self.path = flow_path(self.model, captions, v["guidance"], v["seed"])

    def frame(self) -> dict[str, Any]:
        """Return the drawings at the chosen moment, and the way of the first of them."""
        last = len(self.path) - 1
        at = round(self.values["moment"] / 100 * last)
        film = np.linspace(0, last, N_FILM).round().astype(int)
        side = self.model.autoencoder.config.grid if isinstance(self.model, DALLE) else 0
        return {
            "drawn": self.path[at],  # (N, C, Y, X)
            "film": self.path[film, 0],  # (N_FILM, C, Y, X)
            "film_at": [round(100 * int(i) / last) for i in film],
            "at": at,
            "last": last,
            "grid": side,
            "codes": [] if self.codes is None else self.codes[0, :at].tolist(),
            "losses": torch.tensor(self.losses),
            "words": self.values["prompt"],
            "empty": not (self.unknown or split_words(self.values["prompt"])),
            "unknown": self.unknown,
            "folder": self.folder,
            "model": self.values["model"],
        }

    def sources(self) -> list[Any]:
        """Name the loss and the drawing."""
        if isinstance(self.model, DALLE):
            return [DALLE.write, code_path]
        return [FlowTask.error, DiT.flow]
