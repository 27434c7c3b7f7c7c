"""The recipes for images of one's own, in a file of their own: they open weights of any kind."""

from gradatim.data.vision.augment import Augmentation
from gradatim.data.vision.datasets import OWN_FOLDER
from gradatim.models.vision.alexnet import AlexNet, AlexNetConfig
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.models.vision.vit import ViT, ViTConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.fine_tuning import FineTuning
from gradatim.recipes.vision.classification import ImageData
from gradatim.recipes.vision.own_images import OwnImages
from gradatim.training import OptimizerConfig, TrainConfig

AUGMENTATION = Augmentation(flip=True, rotation=30, zoom=1.0, color_jitter=0.2)

RECIPES: dict[str, Recipe] = {
    "folder-resnet": OwnImages(
        network=ResNet,
        model=ResNetConfig(
            widths=(32, 64, 128, 192),
            depths=(1, 1, 1, 1),
            stem="imagenet",
            shortcut="projection",
        ),
        data=ImageData(data=OWN_FOLDER, val_fraction=0.15, image_size=96),
        augment=AUGMENTATION,
        tuning=FineTuning(frozen=0.05, lr_ratio=0.6),
        train=TrainConfig(
            batch_size=32,
            optim=OptimizerConfig(learning_rate=6e-3, weight_decay=0.02),
        ),
    ),
    "folder-alexnet": OwnImages(
        network=AlexNet,
        model=AlexNetConfig(),
        data=ImageData(data=OWN_FOLDER, image_size=128),
        augment=Augmentation(flip=True, shift=8, lighting=0.1),
        train=TrainConfig(
            epochs=30,
            batch_size=32,
            optim=OptimizerConfig(learning_rate=3e-4, weight_decay=0.01, grad_clip=1.0),
        ),
    ),
    "folder-vit": OwnImages(
        network=ViT,
        model=ViTConfig(patch_size=8, width=128, hidden=512, n_layers=4, n_heads=4),
        data=ImageData(data=OWN_FOLDER, val_fraction=0.15),
        augment=AUGMENTATION,
        # What attention has learned is lost at the rate that a new layer needs.
        tuning=FineTuning(frozen=0.1, lr_ratio=0.1),
        train=TrainConfig(
            batch_size=32,
            optim=OptimizerConfig(learning_rate=1e-3, weight_decay=0.05, grad_clip=1.0),
        ),
    ),
}
