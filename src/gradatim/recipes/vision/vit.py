"""Images as sequences of patches: the Vision Transformer on digits and on CIFAR-10."""

from dataclasses import dataclass, replace

from torch import nn

from gradatim.data.info import ImageInfo
from gradatim.data.vision.augment import Augmentation
from gradatim.models.vision.vit import ViT, ViTConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.vision.classification import (
    Classification,
    ImageClassification,
    ImageData,
    sized_for,
)
from gradatim.training import OptimizerConfig, ScheduleConfig, TrainConfig
from gradatim.training.optimizers import transformer_groups


class PatchClassification(Classification):
    """Classify images that are read as sequences of patches."""

    all_groups = transformer_groups


@dataclass(frozen=True, kw_only=True)
class ViTClassification(ImageClassification):
    """A Vision Transformer; its feed-forward networks are four times as wide as its tokens."""

    fixed = (*ImageClassification.fixed, "model.hidden")
    task = PatchClassification

    def build_model(self, info: ImageInfo) -> nn.Module:
        """Build the ViT for images of this size."""
        sizes = sized_for(self.model, info)
        model = self.network(replace(sizes, hidden=4 * sizes.width))
        # The published deviation of 0.02 is for patches of 16 x 16 pixels in 768 channels; with so
        # few pixels it leaves the activations too small to learn from.
        model.patches.reset_parameters()
        nn.init.normal_(model.position_embedding, std=0.3)
        nn.init.normal_(model.class_token, std=0.3)
        return model


OPTIM = OptimizerConfig(optimizer="muon", learning_rate=0.02, adamw_lr_ratio=0.15)
LR_SCHEDULE = ScheduleConfig(schedule="linear", warmup=0.1)

RECIPES: dict[str, Recipe] = {
    "digits-vit": ViTClassification(
        network=ViT,
        model=ViTConfig(image_size=8, patch_size=2, width=64, n_layers=4, n_heads=4),
        augment=Augmentation(shift=1),
        train=TrainConfig(
            epochs=20, batch_size=32, threads=1, optim=OPTIM, lr_schedule=LR_SCHEDULE
        ),
    ),
    "cifar10-vit": ViTClassification(
        network=ViT,
        model=ViTConfig(image_size=32, patch_size=4, width=128, n_layers=4, n_heads=4),
        data=ImageData(data="cifar-10"),
        augment=Augmentation(flip=True, shift=3),
        train=TrainConfig(epochs=5, optim=OPTIM, lr_schedule=LR_SCHEDULE),
    ),
}
