"""Images as sentences: the Vision Transformer on digits and on CIFAR-10."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from gradatim.models.vision.vit import ViT, ViTConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.param_groups import muon_groups
from gradatim.recipes.vision.classification import Classification, ImageRecipe


class PatchTask(Classification):
    """Name the class of an image that is read as a sentence of patches."""

    recipe: "ViTRecipe"

    def parameter_groups(self) -> list[dict[str, Any]] | None:
        """Tell Muon's matrices from the rest; the loop's own choice for other optimizers."""
        recipe = self.recipe
        if recipe.optimizer != "muon":
            return None
        return muon_groups(self.model, recipe.learning_rate, recipe.outer_rate)


@dataclass(frozen=True, kw_only=True)
class ViTRecipe(ImageRecipe):
    """ViT: patches of the image are the words."""

    patch_size: int = 2  # pixels along a patch; divides the image
    width: int = 64  # channels of a patch
    n_layers: int = 4  # encoder layers
    n_heads: int = 4  # heads of attention; divides width
    dropout: float = 0.0  # share dropped in training
    outer_rate: float = 0.15  # with muon: AdamW's learning rate as a share of Muon's

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the ViT for images of this size."""
        channels, height, _ = facts["shape"]
        config = ViTConfig(
            image_size=height,
            patch_size=self.patch_size,
            in_channels=channels,
            n_classes=len(facts["classes"]),
            width=self.width,
            hidden=4 * self.width,
            n_layers=self.n_layers,
            n_heads=self.n_heads,
            dropout=self.dropout,
        )
        model = ViT(config)
        # The published deviation of 0.02 is for larger patches; here they would whisper.
        model.patches.reset_parameters()
        nn.init.normal_(model.position_embedding, std=0.3)
        nn.init.normal_(model.class_token, std=0.3)
        return model

    def build(self, device: torch.device) -> PatchTask:
        """Load the images and join them with the model."""
        task = super().build(device)
        patches = PatchTask(
            task.model, task.batches, task.held_out, task.test, task.label_smoothing, task.facts
        )
        patches.recipe = self
        return patches


PATCH_RECIPES: dict[str, Recipe] = {
    "digits-vit": ViTRecipe(
        batch_size=32,
        epochs=20.0,
        optimizer="muon",
        learning_rate=0.02,
        schedule="linear",
        warmup=0.1,
        shift=1,
        threads=1,
        expect="97.5 % right; 202,000 parameters, 26 s of one core",
    ),
    "cifar10-vit": ViTRecipe(
        data="cifar-10",
        patch_size=4,
        width=128,
        batch_size=128,
        epochs=5.0,
        optimizer="muon",
        learning_rate=0.02,
        schedule="linear",
        warmup=0.1,
        flip=True,
        shift=3,
        expect="77.3 % (seed 0, bfloat16) in 16 minutes of one core with AMX",
    ),
}
