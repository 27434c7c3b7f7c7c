"""The networks of the lecture, each a `torch.nn.Module` built from a dataclass of its sizes.

    from gradatim.models import GPT, GPTConfig, ResNet, ResNetConfig

    model = GPT(GPTConfig(width=128, n_layers=4, n_heads=4))
    famous = ResNet(ResNetConfig.resnet50())

Importing this package imports nothing; a name brings its own file when it is used.
"""

from typing import TYPE_CHECKING

from gradatim.lazy import lazy_names

if TYPE_CHECKING:
    from gradatim.models.audio import AudioConfig, AudioTransformer
    from gradatim.models.language.bert import BERT, BERTConfig
    from gradatim.models.language.gpt import GPT, GPTConfig
    from gradatim.models.language.llama import Llama, LlamaConfig
    from gradatim.models.language.mixtral import Mixtral, MixtralConfig
    from gradatim.models.language.seq2seq import Seq2Seq, Seq2SeqConfig
    from gradatim.models.language.speedgpt import SpeedGPT
    from gradatim.models.language.transformer import Transformer, TransformerConfig
    from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
    from gradatim.models.pyrat.convnet import BoardConvNet, BoardConvNetConfig
    from gradatim.models.pyrat.mlp import BoardMLP, BoardMLPConfig
    from gradatim.models.pyrat.winner_classifier import WinnerClassifier
    from gradatim.models.vision.alexnet import AlexNet, AlexNetConfig
    from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
    from gradatim.models.vision.densenet import DenseNet, DenseNetConfig
    from gradatim.models.vision.mlp import MLP, MLPConfig
    from gradatim.models.vision.perceptron import Perceptron, PerceptronConfig
    from gradatim.models.vision.resnet import ResNet, ResNetConfig
    from gradatim.models.vision.speednet import SpeedNet, SpeedNetConfig
    from gradatim.models.vision.vit import ViT, ViTConfig

__all__ = [
    "BERT",
    "GPT",
    "MLP",
    "AlexNet",
    "AlexNetConfig",
    "AudioConfig",
    "AudioTransformer",
    "BERTConfig",
    "BoardConvNet",
    "BoardConvNetConfig",
    "BoardMLP",
    "BoardMLPConfig",
    "CheeseTransformer",
    "CheeseTransformerConfig",
    "ConvNet",
    "ConvNetConfig",
    "DenseNet",
    "DenseNetConfig",
    "GPTConfig",
    "Llama",
    "LlamaConfig",
    "MLPConfig",
    "Mixtral",
    "MixtralConfig",
    "Perceptron",
    "PerceptronConfig",
    "ResNet",
    "ResNetConfig",
    "Seq2Seq",
    "Seq2SeqConfig",
    "SpeedGPT",
    "SpeedNet",
    "SpeedNetConfig",
    "Transformer",
    "TransformerConfig",
    "ViT",
    "ViTConfig",
    "WinnerClassifier",
]

if not TYPE_CHECKING:  # to a type checker it would mean that every name is there
    __getattr__ = lazy_names(
        __name__,
        {
            "AudioConfig": "audio",
            "AudioTransformer": "audio",
            "BERT": "language.bert",
            "BERTConfig": "language.bert",
            "GPT": "language.gpt",
            "GPTConfig": "language.gpt",
            "Llama": "language.llama",
            "LlamaConfig": "language.llama",
            "Mixtral": "language.mixtral",
            "MixtralConfig": "language.mixtral",
            "Seq2Seq": "language.seq2seq",
            "Seq2SeqConfig": "language.seq2seq",
            "SpeedGPT": "language.speedgpt",
            "Transformer": "language.transformer",
            "TransformerConfig": "language.transformer",
            "CheeseTransformer": "pyrat.cheese_transformer",
            "CheeseTransformerConfig": "pyrat.cheese_transformer",
            "BoardConvNet": "pyrat.convnet",
            "BoardConvNetConfig": "pyrat.convnet",
            "BoardMLP": "pyrat.mlp",
            "BoardMLPConfig": "pyrat.mlp",
            "WinnerClassifier": "pyrat.winner_classifier",
            "AlexNet": "vision.alexnet",
            "AlexNetConfig": "vision.alexnet",
            "ConvNet": "vision.convnet",
            "ConvNetConfig": "vision.convnet",
            "DenseNet": "vision.densenet",
            "DenseNetConfig": "vision.densenet",
            "MLP": "vision.mlp",
            "MLPConfig": "vision.mlp",
            "Perceptron": "vision.perceptron",
            "PerceptronConfig": "vision.perceptron",
            "ResNet": "vision.resnet",
            "ResNetConfig": "vision.resnet",
            "SpeedNet": "vision.speednet",
            "SpeedNetConfig": "vision.speednet",
            "ViT": "vision.vit",
            "ViTConfig": "vision.vit",
        },
    )


def __dir__() -> list[str]:
    return __all__
