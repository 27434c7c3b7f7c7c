"""The recipes for images of one's own, in a file of their own: they open weights of any kind."""

from gradatim.data.vision.augment import Augmentation
from gradatim.data.vision.datasets import OWN_FOLDER
from gradatim.models.vision.alexnet import AlexNet, AlexNetConfig
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.vision.classification import ImageData
from gradatim.recipes.vision.own_images import OwnImages
from gradatim.training import OptimizerConfig, TrainConfig

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
        augment=Augmentation(flip=True, rotation=30, zoom=1.0, color_jitter=0.2),
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
}
