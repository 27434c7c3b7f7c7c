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
    from gradatim.models.language.bert import BERT, BERTConfig, BERTEncoder
    from gradatim.models.language.gpt import GPT, GPTConfig
    from gradatim.models.language.llama import Llama, LlamaConfig
    from gradatim.models.language.mixtral import Mixtral, MixtralConfig
    from gradatim.models.language.seq2seq import Seq2Seq, Seq2SeqConfig
    from gradatim.models.language.transformer import Transformer, TransformerConfig
    from gradatim.models.language.variants.gemma import Gemma3, Gemma3Config
    from gradatim.models.language.variants.gpt_neo import OPT, GPTNeo, GPTNeoConfig, OPTConfig
    from gradatim.models.language.variants.modernbert import ModernBERT, ModernBERTConfig
    from gradatim.models.language.variants.neox import NeoX, NeoXConfig
    from gradatim.models.language.variants.olmo import Olmo2
    from gradatim.models.language.variants.qwen import Qwen2, Qwen3
    from gradatim.models.language.variants.roberta import RoBERTa
    from gradatim.models.language.variants.smollm import SmolLM3, SmolLM3Config
    from gradatim.models.language.variants.speedgpt import SpeedGPT
    from gradatim.models.multimodal.captioner import Captioner, CaptionerConfig
    from gradatim.models.multimodal.clip import CLIP, CLIPConfig, TextEncoder, TextEncoderConfig
    from gradatim.models.multimodal.dalle import DALLE, DALLEConfig
    from gradatim.models.multimodal.dit import DiT, DiTConfig
    from gradatim.models.multimodal.next_frames import NextFrames, NextFramesConfig
    from gradatim.models.multimodal.video import (
        VideoConvNet,
        VideoConvNetConfig,
        VideoTransformer,
        VideoTransformerConfig,
    )
    from gradatim.models.multimodal.vqvae import VQVAE, VQVAEConfig
    from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
    from gradatim.models.pyrat.convnet import BoardConvNet, BoardConvNetConfig
    from gradatim.models.pyrat.dream import DreamConfig, DreamTransformer
    from gradatim.models.pyrat.mlp import BoardMLP, BoardMLPConfig
    from gradatim.models.pyrat.winner_classifier import WinnerClassifier
    from gradatim.models.vision.alexnet import AlexNet, AlexNetConfig
    from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
    from gradatim.models.vision.densenet import DenseNet, DenseNetConfig
    from gradatim.models.vision.mlp import MLP, MLPConfig
    from gradatim.models.vision.perceptron import Perceptron, PerceptronConfig
    from gradatim.models.vision.resnet import ResNet, ResNetConfig
    from gradatim.models.vision.speednet import SpeedNet, SpeedNetConfig
    from gradatim.models.vision.vit import ViT, ViTConfig, ViTEncoder

__all__ = [
    "BERT",
    "CLIP",
    "DALLE",
    "GPT",
    "MLP",
    "OPT",
    "VQVAE",
    "AlexNet",
    "AlexNetConfig",
    "AudioConfig",
    "AudioTransformer",
    "BERTConfig",
    "BERTEncoder",
    "BoardConvNet",
    "BoardConvNetConfig",
    "BoardMLP",
    "BoardMLPConfig",
    "CLIPConfig",
    "Captioner",
    "CaptionerConfig",
    "CheeseTransformer",
    "CheeseTransformerConfig",
    "ConvNet",
    "ConvNetConfig",
    "DALLEConfig",
    "DenseNet",
    "DenseNetConfig",
    "DiT",
    "DiTConfig",
    "DreamConfig",
    "DreamTransformer",
    "GPTConfig",
    "GPTNeo",
    "GPTNeoConfig",
    "Gemma3",
    "Gemma3Config",
    "Llama",
    "LlamaConfig",
    "MLPConfig",
    "Mixtral",
    "MixtralConfig",
    "ModernBERT",
    "ModernBERTConfig",
    "NeoX",
    "NeoXConfig",
    "NextFrames",
    "NextFramesConfig",
    "OPTConfig",
    "Olmo2",
    "Perceptron",
    "PerceptronConfig",
    "Qwen2",
    "Qwen3",
    "ResNet",
    "ResNetConfig",
    "RoBERTa",
    "Seq2Seq",
    "Seq2SeqConfig",
    "SmolLM3",
    "SmolLM3Config",
    "SpeedGPT",
    "SpeedNet",
    "SpeedNetConfig",
    "TextEncoder",
    "TextEncoderConfig",
    "Transformer",
    "TransformerConfig",
    "VQVAEConfig",
    "ViT",
    "ViTConfig",
    "ViTEncoder",
    "VideoConvNet",
    "VideoConvNetConfig",
    "VideoTransformer",
    "VideoTransformerConfig",
    "WinnerClassifier",
]

if not TYPE_CHECKING:  # to a type checker it would mean that every name is there
    __getattr__ = lazy_names(
        __name__,
        {
            "Gemma3": "language.variants.gemma",
            "Gemma3Config": "language.variants.gemma",
            "GPTNeo": "language.variants.gpt_neo",
            "GPTNeoConfig": "language.variants.gpt_neo",
            "OPT": "language.variants.gpt_neo",
            "OPTConfig": "language.variants.gpt_neo",
            "ModernBERT": "language.variants.modernbert",
            "ModernBERTConfig": "language.variants.modernbert",
            "NeoX": "language.variants.neox",
            "NeoXConfig": "language.variants.neox",
            "SmolLM3": "language.variants.smollm",
            "SmolLM3Config": "language.variants.smollm",
            "Qwen2": "language.variants.qwen",
            "Qwen3": "language.variants.qwen",
            "Olmo2": "language.variants.olmo",
            "RoBERTa": "language.variants.roberta",
            "BERTEncoder": "language.bert",
            "ViTEncoder": "vision.vit",
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
            "SpeedGPT": "language.variants.speedgpt",
            "Transformer": "language.transformer",
            "TransformerConfig": "language.transformer",
            "TextEncoder": "multimodal.clip",
            "TextEncoderConfig": "multimodal.clip",
            "CLIP": "multimodal.clip",
            "CLIPConfig": "multimodal.clip",
            "DALLE": "multimodal.dalle",
            "DALLEConfig": "multimodal.dalle",
            "Captioner": "multimodal.captioner",
            "CaptionerConfig": "multimodal.captioner",
            "DiT": "multimodal.dit",
            "DreamConfig": "pyrat.dream",
            "DreamTransformer": "pyrat.dream",
            "NextFrames": "multimodal.next_frames",
            "NextFramesConfig": "multimodal.next_frames",
            "DiTConfig": "multimodal.dit",
            "VideoConvNet": "multimodal.video",
            "VideoConvNetConfig": "multimodal.video",
            "VideoTransformer": "multimodal.video",
            "VideoTransformerConfig": "multimodal.video",
            "VQVAE": "multimodal.vqvae",
            "VQVAEConfig": "multimodal.vqvae",
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
