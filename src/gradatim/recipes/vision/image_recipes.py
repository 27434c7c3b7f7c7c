"""The image recipes by name: the ladder from the perceptron to the residual network.

The times in `expect` are of two CPU cores that other work shared; `make bench` and `gradatim tour`
measure them.
"""

from gradatim.recipes.base import Recipe
from gradatim.recipes.vision.cifar_speedrun import SpeedNetRecipe
from gradatim.recipes.vision.classification import (
    AlexNetRecipe,
    ConvNetRecipe,
    MLPRecipe,
    PerceptronRecipe,
    ResNetRecipe,
)

IMAGE_RECIPES: dict[str, Recipe] = {
    "digits-perceptron": PerceptronRecipe(
        epochs=30, batch_size=64, learning_rate=0.02, threads=1,
        expect="96.9 % of the digits in 1 s",
    ),
    "digits-mlp": MLPRecipe(
        epochs=30, batch_size=64, learning_rate=0.01, threads=1, hidden=(64, 32),
        expect="97.5 % of the digits in 1 s",
    ),
    "digits-convnet": ConvNetRecipe(
        epochs=30, batch_size=64, learning_rate=0.01, threads=1, shift=1,
        widths=(16, 32), kernel_sizes=(3, 3), hidden=(64,), same_padding=True, batch_norm=True,
        expect="98.3 to 98.9 % of the digits, by CPU, in 3 s",
    ),
    "digits-resnet": ResNetRecipe(
        epochs=30, batch_size=64, learning_rate=0.01, weight_decay=0.05, threads=1, shift=1,
        depths=(1, 1, 1),
        expect="99.4 % of the digits in 9 s",
    ),
    "mnist-perceptron": PerceptronRecipe(
        data="mnist", epochs=5, learning_rate=0.005, threads=1,
        expect="92.6 % (mean of 3 seeds) in 2 s",
    ),
    "mnist-mlp": MLPRecipe(
        data="mnist", epochs=10, learning_rate=0.003, expect="98.5 % (mean of 3 seeds) in 16 s"
    ),
    "mnist-convnet": ConvNetRecipe(
        data="mnist", epochs=2, learning_rate=0.01,
        widths=(16, 32), kernel_sizes=(5, 5), hidden=(64,), batch_norm=True,
        expect="99.30 % (mean of 10 seeds) in 15 s; with --epochs 1 99.13 % in 8 s",
    ),
    "mnist-convnet-long": ConvNetRecipe(
        data="mnist", epochs=12, learning_rate=0.01, shift=2,
        widths=(16, 32), kernel_sizes=(5, 5), hidden=(64,), batch_norm=True,
        expect="99.50 % (seed 0) in 5 minutes",
    ),
    "fashion-resnet": ResNetRecipe(
        data="fashion-mnist", epochs=14, batch_size=256,
        optimizer="muon", learning_rate=0.02, weight_decay=0.01,
        flip=True, shift=2, label_smoothing=0.1, looks=2,
        widths=(32, 64, 128), depths=(1, 1, 1),
        expect="94.1 % (seed 0, bfloat16) in 26 minutes of one core with AMX",
    ),
    "cifar10-convnet": ConvNetRecipe(
        data="cifar-10", epochs=10, learning_rate=0.01, flip=True, shift=2,
        widths=(32, 64, 128), kernel_sizes=(3, 3, 3), hidden=(128,), same_padding=True,
        batch_norm=True, dropout=0.2,
        expect="83.1 % (seed 0, bfloat16) in 5 minutes of one core with AMX",
    ),
    "cifar10-resnet": ResNetRecipe(
        data="cifar-10", epochs=30, optimizer="muon", learning_rate=0.02, weight_decay=0.01,
        flip=True, shift=4, label_smoothing=0.1,
        expect="85.2 % by --epochs 5 --batch-size 256 in bfloat16, 10 minutes of a core with AMX",
    ),
    "cifar10-fast": SpeedNetRecipe(
        data="cifar-10", epochs=8, batch_size=2000, optimizer="muon", schedule="linear", warmup=0.0,
        learning_rate=0.24, momentum=0.6, flip=True, alternate=True, shift=2, label_smoothing=0.2,
        looks=6,
        expect="for a GPU, not measured there; the narrow form of the docstring: 91.8 % on a CPU",
    ),
    "folder-resnet": ResNetRecipe(
        data="my-pictures", epochs=30, batch_size=32, optimizer="muon", learning_rate=0.01,
        weight_decay=0.01, flip=True, shift=6, rotation=10, colour=0.2, label_smoothing=0.1,
        widths=(32, 64, 128, 256), depths=(1, 1, 1, 1), stem="imagenet", shortcut="projection",
        expect="your pictures: --data FOLDER, one sub-folder a class",
    ),
    "folder-alexnet": AlexNetRecipe(
        data="my-pictures", epochs=30, batch_size=32, learning_rate=3e-4, weight_decay=0.01,
        image_size=128, flip=True, shift=8, lighting=0.1, clip=1.0,
        expect="your pictures: --data FOLDER; 62 million parameters, so better on a GPU",
    ),
}  # fmt: skip
