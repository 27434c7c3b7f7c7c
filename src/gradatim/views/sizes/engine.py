"""Sizes and costs: famous models and ours on one scale, and what training one of them takes.

Every size is counted on the model itself, built without memory; no figure of a size is typed here.
"""

import json
from functools import cache
from typing import Any, ClassVar, NamedTuple

from gradatim.experiments.energy import GRIDS
from gradatim.insight.model_size import (
    CARDS,
    PRECISIONS,
    Size,
    build,
    idle_parameters,
    plan,
)
from gradatim.models.vision.perceptron import Perceptron, PerceptronConfig
from gradatim.recipes.language.shipped_models import DATES_BAHDANAU, EVERYDAY_LLAMA, FOLDER
from gradatim.training.energy import WATTS_PER_BUSY_CORE
from gradatim.views.core.controls import Choice, Number
from gradatim.views.core.engine import Engine

JOULES_PER_KILOWATT_HOUR = 3.6e6
LITRE_TO_BOIL = 4186 * 80  # joules: from 20 to 100 degrees


class Famous(NamedTuple):
    """A published model.

    Attributes:
        year: of its paper.
        tokens: that it was trained on, where that was published.
    """

    year: int
    tokens: float | None = None


# Tokens: Brown et al. 2020, table D.1; Touvron et al. 2023 (LLaMA, table 2; Llama 2, table 1).
FAMOUS = {
    "alexnet": Famous(2012),
    "transformer-big": Famous(2017),
    "bert-large": Famous(2018),
    "gpt2-xl": Famous(2019),
    "vit-large": Famous(2020),
    "gpt3": Famous(2020, 3e11),
    "llama-7b": Famous(2023, 1e12),
    "llama-2-70b": Famous(2023, 2e12),
    "mixtral-8x7b": Famous(2023),
}
PLANNED = (EVERYDAY_LLAMA, "gpt2-xl", "gpt3", "llama-7b", "llama-2-70b", "mixtral-8x7b")
OURS = ("perceptron", DATES_BAHDANAU, EVERYDAY_LLAMA)


@cache
def size_of(name: str) -> Size:
    """Count a model, a famous one or one that ships; operations are six per parameter and token."""
    if name == "perceptron":  # of the 8 x 8 digits
        model: Any = Perceptron(PerceptronConfig(in_features=64))
        n = sum(p.numel() for p in model.parameters())
        return Size(n, n, {})
    if name in OURS:
        stated = card(name)
        n, sizes = stated["parameters"], stated["sizes"]
        shape = (sizes["n_layers"], sizes["width"]) if name == EVERYDAY_LLAMA else None
        return Size(n, n, {}, None, 6.0 * n, sizes.get("context"), shape)
    model = build(name)
    n = sum(p.numel() for p in model.parameters())
    active = n - idle_parameters(model.config)
    shape, context = None, getattr(model.config, "context", None)
    if name in PLANNED:
        shape = (model.config.n_layers, model.config.width)
    return Size(n, active, {}, None, 6.0 * active, context, shape)


@cache
def card(name: str) -> dict[str, Any]:
    """What is written beside a model that ships: its size and how it was trained."""
    return json.loads((FOLDER / name / "card.json").read_text("utf-8"))


class SizesEngine(Engine):
    """One scale for all sizes; what a training of a language model takes."""

    name = "sizes"
    controls: ClassVar = {
        "model": Choice(EVERYDAY_LLAMA, PLANNED),
        "tokens": Number(1e7, 1e6, 2e13, log=True),
        "gpu": Choice("h200", tuple(CARDS)),
        "gpus": Number(1, 1, 25_000, log=True, integer=True),
        "utilization": Number(0.4, 0.05, 0.7),
        "grid": Choice("world", tuple(GRIDS)),
    }
    live = tuple(controls)
    pace = 1.0

    def start(self) -> None:
        """Show the first model of the list."""
        self.shown = 1

    def advance(self) -> None:
        """Show the next one."""
        self.shown += 1

    def finished(self) -> bool:
        """Say that all are shown."""
        return self.shown >= len(FAMOUS)

    def state(self) -> Any:
        """Return how many are shown."""
        return self.shown

    def restore(self, state: Any) -> None:
        """Show fewer again."""
        self.shown = state

    def changed(self, name: str) -> None:
        """Take the published number of tokens, and enough cards, with another model."""
        if name == "model":
            model = self.values["model"]
            tokens = FAMOUS[model].tokens if model in FAMOUS else None
            if tokens:
                self.values |= {"tokens": tokens, "gpus": 1024}

    def frame(self) -> dict[str, Any]:
        """Return the sizes shown, and the plan of the chosen run."""
        v = self.values
        size = size_of(v["model"])
        run = plan(
            size,
            gpus=v["gpus"],
            gpu=v["gpu"],
            tokens=v["tokens"],
            utilization=v["utilization"],
            grams=float(GRIDS[v["grid"]]),
        )
        names = list(FAMOUS)[: self.shown]
        energy = {
            name: card(name)["core_seconds"] * WATTS_PER_BUSY_CORE / JOULES_PER_KILOWATT_HOUR
            for name in (DATES_BAHDANAU, EVERYDAY_LLAMA)
        }
        return {
            "names": names,
            "years": [FAMOUS[name].year for name in names],
            "sizes": [size_of(name).parameters for name in names],
            "ours": list(OURS),
            "our_sizes": [size_of(name).parameters for name in OURS],
            "n_famous": len(FAMOUS),
            "plannable": list(PLANNED),
            "parameters": size.parameters,
            "active": size.active,
            "published": (FAMOUS[v["model"]].tokens or 0) if v["model"] in FAMOUS else 0,
            "operations": run.operations,
            "teraflops": CARDS[v["gpu"]].teraflops,
            "watts": CARDS[v["gpu"]].watts,
            "days": run.days,
            "kilowatt_hours": run.kilowatt_hours,
            "tonnes": run.tonnes,
            "grams": float(GRIDS[v["grid"]]),
            "gigabytes": size.parameters * sum(PRECISIONS["bfloat16 mixed"]) / 1e9,
            "card_gigabytes": CARDS[v["gpu"]].gigabytes,
            "fits": run.best is not None,
            "compared": [DATES_BAHDANAU, EVERYDAY_LLAMA, "boil", "run"],
            "energies": [
                *energy.values(),
                LITRE_TO_BOIL / JOULES_PER_KILOWATT_HOUR,
                run.kilowatt_hours,
            ],
        }

    def sources(self) -> list[Any]:
        """Name the plan and the counting."""
        return [plan, size_of]
