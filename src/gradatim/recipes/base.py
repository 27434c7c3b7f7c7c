"""What a recipe is, and what can be done with one: start a run, resume it, evaluate it, open it."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

import torch
from torch import nn

from gradatim.training import Settings, Task


@dataclass(frozen=True, kw_only=True)
class Recipe(Settings):
    """What is trained on what: every knob with its default.

    A recipe is an instance in the dictionary `gradatim.recipes.RECIPES`; its class gives the
    model, its values the rest. The command line, the web page and the tests read the same
    dataclass; the comment beside a field is the help of that knob.
    """

    expect: str = field(default="", metadata={"knob": False})  # result to expect, and how long

    def build(self, device: torch.device) -> Task:
        """Load the data, build the model from the facts about it, and join both in a task."""
        raise NotImplementedError

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the model from the facts that `build` found in the data."""
        raise NotImplementedError


AnyRecipe = TypeVar("AnyRecipe", bound=Recipe)
