"""The image recipes by name: the networks of the lecture, from the perceptron to the ResNet."""

from gradatim.data.vision.augment import Augmentation
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.models.vision.perceptron import Perceptron, PerceptronConfig
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.vision.classification import ImageClassification, ImageData
from gradatim.training import OptimizerConfig, TrainConfig

SMALL_CONVNET = ConvNetConfig(widths=(16, 32), kernel_sizes=(5, 5), hidden=(64,), batch_norm=True)
# Ten times AdamW's usual rate: the one-cycle schedule begins at a 25th of it and ends at 0, so few
# epochs get far without a bad start.
ADAMW = OptimizerConfig(learning_rate=0.01)
# An update of Muon is as large however small the gradient: without decay the weights would grow on.
MUON = OptimizerConfig(optimizer="muon", learning_rate=0.02, weight_decay=0.01)

RECIPES: dict[str, Recipe] = {
    # A step on 8x8 images takes less than a millisecond: several threads would wait longer for each
    # other than they compute.
    "digits-perceptron": ImageClassification(
        network=Perceptron,
        model=PerceptronConfig(),
        train=TrainConfig(
            epochs=30, batch_size=64, threads=1, optim=OptimizerConfig(learning_rate=0.02)
        ),
    ),
    "digits-mlp": ImageClassification(
        network=MLP,
        model=MLPConfig(hidden=(64, 32)),
        train=TrainConfig(epochs=30, batch_size=64, threads=1, optim=ADAMW),
    ),
    "digits-convnet": ImageClassification(
        network=ConvNet,
        model=ConvNetConfig(
            widths=(16, 32), kernel_sizes=(3, 3), hidden=(64,), same_padding=True, batch_norm=True
        ),
        augment=Augmentation(
            shift=1
        ),  # no flip: a mirrored 2 is no 2; of 8 pixels one is an eighth
        train=TrainConfig(epochs=30, batch_size=64, threads=1, optim=ADAMW),
    ),
    "digits-resnet": ImageClassification(
        network=ResNet,
        model=ResNetConfig(depths=(1, 1, 1)),
        augment=Augmentation(shift=1),
        train=TrainConfig(
            epochs=30,
            batch_size=64,
            threads=1,
            # 75,002 weights for some 1,300 images: decay holds back what fits single ones.
            optim=OptimizerConfig(learning_rate=0.01, weight_decay=0.05),
        ),
    ),
    "mnist-perceptron": ImageClassification(
        network=Perceptron,
        model=PerceptronConfig(),
        data=ImageData(data="mnist"),
        train=TrainConfig(epochs=5, threads=1, optim=OptimizerConfig(learning_rate=0.005)),
    ),
    "mnist-mlp": ImageClassification(
        network=MLP,
        model=MLPConfig(),
        data=ImageData(data="mnist"),
        train=TrainConfig(epochs=10, optim=OptimizerConfig(learning_rate=0.003)),
    ),
    "mnist-convnet": ImageClassification(
        network=ConvNet,
        model=SMALL_CONVNET,
        data=ImageData(data="mnist"),
        train=TrainConfig(epochs=2, optim=ADAMW),
    ),
    # Shifted images are new ones: six times as long, and it goes on learning.
    "mnist-convnet-long": ImageClassification(
        network=ConvNet,
        model=SMALL_CONVNET,
        data=ImageData(data="mnist"),
        augment=Augmentation(shift=2),
        train=TrainConfig(epochs=12, optim=ADAMW),
    ),
    "fashion-resnet": ImageClassification(
        network=ResNet,
        model=ResNetConfig(widths=(32, 64, 128), depths=(1, 1, 1)),
        data=ImageData(data="fashion-mnist"),
        augment=Augmentation(flip=True, shift=2),  # a mirrored shoe is a shoe
        # Shirt, pullover and coat are confused by people too: targets of 1 would ask for certainty.
        label_smoothing=0.1,
        tta="flip",  # the network has seen both in training
        train=TrainConfig(epochs=14, batch_size=256, optim=MUON),
    ),
    "cifar10-convnet": ImageClassification(
        network=ConvNet,
        model=ConvNetConfig(
            widths=(32, 64, 128),
            kernel_sizes=(3, 3, 3),
            hidden=(128,),
            same_padding=True,
            batch_norm=True,
            dropout=0.2,
        ),
        data=ImageData(data="cifar-10"),
        augment=Augmentation(flip=True, shift=2),
        train=TrainConfig(epochs=10, optim=ADAMW),
    ),
    "cifar10-resnet": ImageClassification(
        network=ResNet,
        model=ResNetConfig(),
        data=ImageData(data="cifar-10"),
        augment=Augmentation(flip=True, shift=4),  # He et al. 2015, section 4.2
        label_smoothing=0.1,
        train=TrainConfig(epochs=30, optim=MUON),
    ),
}
