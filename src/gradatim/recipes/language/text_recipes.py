"""The recipes of causal language models by name: GPT, LLaMA, Mixtral on four texts."""

from dataclasses import replace
from typing import Any

from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.mixtral import Mixtral, MixtralConfig
from gradatim.models.language.variants.speedgpt import SpeedGPT
from gradatim.recipes.base import Recipe
from gradatim.recipes.language.causal_lm import (
    LanguageModel,
    MixtureLanguageModel,
    SpeedGPTLanguageModel,
    WindowedText,
)
from gradatim.recipes.language.own_text import OwnText
from gradatim.training import OptimizerConfig, ScheduleConfig, TrainConfig

# Muon reaches a loss in about half of AdamW's steps.
MUON = OptimizerConfig(optimizer="muon", learning_rate=0.03, adamw_lr_ratio=0.15)
LR_SCHEDULE = ScheduleConfig(schedule="linear", warmup=0.1)
WIKITEXT = WindowedText(text="wikitext-2", vocabulary=4096)
WIKITEXT_TRAIN = TrainConfig(
    steps=250, batch_size=16, evaluate_every=250, optim=MUON, lr_schedule=LR_SCHEDULE
)
DOCS = LanguageModel(
    network=GPT,
    model=GPTConfig(context=64, width=128, n_layers=3, n_heads=4),
    data=WindowedText(text="docs", vocabulary=1000),
    zero_init_residual=True,
    train=TrainConfig(
        steps=300, batch_size=16, evaluate_every=150, optim=MUON, lr_schedule=LR_SCHEDULE
    ),
)
SIZES: dict[str, Any] = {"width": 192, "n_layers": 4, "n_heads": 6, "context": 128}
LLAMA_SIZES = {**SIZES, "hidden": 512, "n_key_heads": 2}

RECIPES: dict[str, Recipe] = {
    "docs-gpt": DOCS,
    "text-gpt": OwnText(
        network=GPT,
        model=DOCS.model,
        data=WindowedText(vocabulary=1000),
        zero_init_residual=True,
        train=DOCS.train,
    ),
    "shakespeare-gpt": SpeedGPTLanguageModel(
        network=SpeedGPT,
        model=LlamaConfig(context=64, width=128, n_layers=4, n_heads=4, n_key_heads=1),
        data=WindowedText(text="shakespeare", vocabulary=0),  # characters, as nanoGPT measures it
        train=TrainConfig(
            steps=350,
            batch_size=12,
            evaluate_every=350,
            threads=1,
            optim=MUON,
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.05),
        ),
    ),
    "shakespeare-gpt-long": SpeedGPTLanguageModel(
        network=SpeedGPT,
        model=LlamaConfig(context=256, width=384, n_layers=6, n_heads=6, n_key_heads=1),
        data=WindowedText(text="shakespeare", vocabulary=0),
        train=TrainConfig(
            steps=3_000,
            batch_size=64,
            evaluate_every=350,
            optim=replace(MUON, learning_rate=0.02),
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.05),
        ),
    ),
    "wikitext-gpt": LanguageModel(
        network=GPT,
        model=GPTConfig(**SIZES),
        data=WIKITEXT,
        zero_init_residual=True,
        train=WIKITEXT_TRAIN,
    ),
    "wikitext-gpt-long": LanguageModel(
        network=GPT,
        model=GPTConfig(context=256, width=512, n_layers=8, n_heads=8, dropout=0.3),
        # Half a window of context: the first words of each would be predicted from nothing.
        data=WindowedText(text="wikitext-2", vocabulary=16_384, overlap=0.5),
        zero_init_residual=True,
        train=replace(
            WIKITEXT_TRAIN,
            steps=6_000,
            batch_size=32,
            optim=replace(MUON, learning_rate=0.02, weight_decay=0.1),
        ),
    ),
    "wikitext-llama": LanguageModel(
        network=Llama,
        model=LlamaConfig(**LLAMA_SIZES, tie_embeddings=True),
        data=WIKITEXT,
        train=WIKITEXT_TRAIN,
    ),
    "wikitext-mixtral": MixtureLanguageModel(
        network=Mixtral,
        model=MixtralConfig(**LLAMA_SIZES | {"hidden": 256}, tie_embeddings=True),
        data=WIKITEXT,
        train=WIKITEXT_TRAIN,
    ),
}
