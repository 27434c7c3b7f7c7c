"""Language models that say the next token: GPT, LLaMA, Mixtral.

Texts: Python's documentation topics (in the standard library), Tiny Shakespeare, WikiText-2, a text
file of yours. Perplexity is exp(mean loss); because tokenizers differ, it is also given per word:
exp(total loss / number of words), words being counted as the papers on WikiText count them.

Shapes: B windows a batch, W windows in all, T tokens, V vocabulary.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data.language import text as texts
from gradatim.data.language import tokenizers
from gradatim.data.language.lm_batches import (
    IGNORED,
    MaskedBatches,
    WindowBatches,
    held_out_windows,
)
from gradatim.errors import UserError
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.mixtral import Mixtral, MixtralConfig
from gradatim.models.language.speedgpt import SpeedGPT
from gradatim.recipes.base import Recipe
from gradatim.recipes.param_groups import muon_groups
from gradatim.training import Task

EVALUATED = 131_072  # held-out tokens that are measured during a run; at its end all are
TOKENS_A_PASS = 8_192  # in an evaluation


@dataclass(frozen=True)
class HeldOut:
    """A text that is measured, not learned from.

    Attributes:
        inputs, targets: int64 (W, T), windows of it.
        n_words: how many words the targets make.
    """

    inputs: Tensor
    targets: Tensor
    n_words: float

    def beginning(self) -> "HeldOut":
        """Keep about the first `EVALUATED` tokens."""
        n = max(1, EVALUATED // self.inputs.size(1))
        asked = self.targets != IGNORED
        share = int(asked[:n].sum()) / int(asked.sum())
        return HeldOut(self.inputs[:n], self.targets[:n], self.n_words * share)

    def passes(self, device: torch.device) -> Iterator[tuple[Tensor, Tensor]]:
        """Bring the windows to the device, a forward pass at a time."""
        size = max(1, TOKENS_A_PASS // self.inputs.size(1))
        parts = zip(self.inputs.split(size), self.targets.split(size), strict=True)
        return ((inputs.to(device), targets.to(device)) for inputs, targets in parts)


class LanguageTask(Task):
    """Predict the next token.

    Args:
        model: tokens (B, T) to scores (B, T, V).
        batches: of windows and their targets.
        held_out: of validation and test text.
        tokenizer: of all of them.
        facts: see `Task.facts`.
        device: where the model computes.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: WindowBatches | MaskedBatches,
        held_out: tuple[HeldOut, HeldOut],
        *,
        tokenizer: Tokenizer,
        facts: dict[str, Any],
        recipe: "TextRecipe",
        device: torch.device,
    ) -> None:
        self.model, self.batches, self.facts, self.device = model, batches, facts, device
        self.validation, self.test = held_out[0].beginning(), held_out[1]
        self.recipe = recipe
        self.files = {"tokenizer.json": tokenizer.to_str(pretty=True)}

    def parameter_groups(self) -> list[dict[str, Any]] | None:
        """Tell Muon's matrices from the rest; the loop's own choice for other optimizers."""
        recipe = self.recipe
        if recipe.optimizer != "muon":
            return None
        return muon_groups(self.model, recipe.learning_rate, recipe.outer_rate)

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of the next token in natural units, a mean over the batch."""
        inputs, targets = (tensor.to(self.device) for tensor in batch)
        logits = self.model(inputs)  # (B, T, V)
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten()), {}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure loss and perplexity, by token and by word."""
        held_out = self.test if final else self.validation
        total, n_tokens = 0.0, 0
        for inputs, targets in held_out.passes(self.device):
            logits = self.model(inputs).float().flatten(0, 1)
            total += F.cross_entropy(logits, targets.flatten(), reduction="sum").item()
            n_tokens += int((targets != IGNORED).sum())
        measured = {"loss": total / n_tokens, "perplexity": math.exp(total / n_tokens)}
        if self.recipe.vocabulary:  # of characters a word's perplexity says little
            measured["word_perplexity"] = math.exp(min(700.0, total / held_out.n_words))
        return measured


class MixtralTask(LanguageTask):
    """Predict the next token, and keep the experts equally busy."""

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy plus a little of the load-balance loss (Fedus et al. 2021, equation 4)."""
        inputs, targets = (tensor.to(self.device) for tensor in batch)
        logits, balance = self.model(inputs, with_balance=True)
        loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten())
        assert isinstance(self.recipe, MixtralRecipe)
        total = loss + self.recipe.balance * balance
        return total, {"balance": balance.detach()}


@dataclass(frozen=True, kw_only=True)
class TextRecipe(Recipe):
    """What all language recipes share: the text, how it is cut into tokens, the sizes."""

    text: str = ""  # docs, shakespeare, wikitext-2, or the path of a text file of yours
    vocabulary: int = 2_000  # tokens that are learned from the text; 0: its characters
    context: int = 128  # tokens the model sees at once
    overlap: float = 0.0  # share of a held-out window that is only looked back at
    width: int = 128  # channels of a token
    n_layers: int = 4  # blocks
    n_heads: int = 4  # heads of attention; divides width
    outer_rate: float = 0.15  # with muon: AdamW's learning rate as a share of Muon's

    task: ClassVar[type[LanguageTask]] = LanguageTask

    def check(self) -> None:
        """Check the knobs that belong to text."""
        if not 0 <= self.overlap < 1:
            raise UserError(f"overlap is {self.overlap}: give a number from 0 to below 1.")
        if self.context < 1:
            raise UserError(f"context is {self.context}: give at least 1 token.")

    def load(self) -> tuple[texts.Text, Tokenizer]:
        """Load the text and learn its tokens."""
        if not self.text:
            raise UserError("which text? Add --text FILE, or --text docs for an example.")
        text = texts.load(self.text)
        return text, self.tokenizer(text)

    def tokenizer(self, text: texts.Text) -> Tokenizer:
        """Learn the tokens of a text: characters or byte pairs."""
        if self.vocabulary == 0:
            return tokenizers.character_tokenizer([text.train, text.validation, text.test])
        specials = [tokenizers.END_OF_TEXT] + ["<unk>"] * ("<unk>" in text.train)
        return tokenizers.train_bpe(text.train.splitlines(True), self.vocabulary, specials)

    def build(self, device: torch.device) -> Task:
        """Load the text and join its windows with the model."""
        text, tokenizer = self.load()
        facts = {"text": text.name, "vocabulary_size": tokenizer.get_vocab_size()}
        tokens = tokenizers.encode(tokenizer, text.train)
        return self.task(
            self.model(facts),
            WindowBatches(tokens, self.context, self.batch_size, self.seed),
            (self.held_out(text.validation, tokenizer), self.held_out(text.test, tokenizer)),
            tokenizer=tokenizer,
            facts=facts,
            recipe=self,
            device=device,
        )

    def held_out(self, text: str, tokenizer: Tokenizer) -> HeldOut:
        """Cut a text that is measured into windows."""
        tokens = tokenizers.encode(tokenizer, text)
        stride = max(1, round(self.context * (1 - self.overlap)))
        windows = held_out_windows(tokens, self.context, stride)
        return HeldOut(*windows, n_words=texts.count_words(text))

    def sizes(self, facts: dict[str, Any]) -> dict[str, int]:
        """Give the sizes that every model here has."""
        return {
            "vocabulary_size": facts["vocabulary_size"],
            "context": self.context,
            "width": self.width,
            "n_layers": self.n_layers,
            "n_heads": self.n_heads,
        }


def silence(model: nn.Module) -> None:
    """Let every block begin as the identity: attention and feed-forward network add nothing yet."""
    for name, parameter in model.named_parameters():
        if name.endswith("project.weight"):
            nn.init.zeros_(parameter)


@dataclass(frozen=True, kw_only=True)
class GPTRecipe(TextRecipe):
    """GPT-2."""

    dropout: float = 0.0  # share dropped in training
    quiet_start: bool = False  # every block begins as the identity: its last matrices are 0

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the GPT for this vocabulary."""
        model = GPT(GPTConfig(**self.sizes(facts), dropout=self.dropout))
        if self.quiet_start:
            silence(model)
        return model


@dataclass(frozen=True, kw_only=True)
class SpeedGPTRecipe(TextRecipe):
    """The network of the GPT speed records, at any size."""

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the network for this vocabulary."""
        keys = {"hidden": 4 * self.width, "n_key_heads": self.n_heads}
        return SpeedGPT(LlamaConfig(**self.sizes(facts), **keys, tie_embeddings=False))


@dataclass(frozen=True, kw_only=True)
class LlamaRecipe(TextRecipe):
    """LLaMA: rotary positions, gated feed-forward networks, keys shared by query heads."""

    hidden: int = 512  # width of the gated feed-forward networks
    n_key_heads: int = 2  # key and value heads; divides n_heads

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the LLaMA for this vocabulary; the output matrix is the embedding."""
        keys = {"hidden": self.hidden, "n_key_heads": self.n_key_heads}
        return Llama(LlamaConfig(**self.sizes(facts), **keys, tie_embeddings=True))


@dataclass(frozen=True, kw_only=True)
class MixtralRecipe(LlamaRecipe):
    """Mixtral: a LLaMA with eight experts a layer, two of which read each token."""

    n_experts: int = 8  # feed-forward networks a layer
    n_active: int = 2  # experts that read each token
    balance: float = 0.02  # weight of the load-balance loss

    task = MixtralTask

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the Mixtral for this vocabulary; the output matrix is the embedding."""
        keys = {"hidden": self.hidden, "n_key_heads": self.n_key_heads}
        experts = {"n_experts": self.n_experts, "n_active": self.n_active}
        return Mixtral(MixtralConfig(**self.sizes(facts), **keys, **experts, tie_embeddings=True))


# What all of them are trained with; Muon reaches a loss in about half of AdamW's steps.
WITH_MUON: dict[str, Any] = {
    "optimizer": "muon",
    "learning_rate": 0.03,
    "momentum": 0.9,
    "schedule": "linear",
    "warmup": 0.1,
}
SHAKESPEARE = SpeedGPTRecipe(
    text="shakespeare",
    vocabulary=0,
    context=64,
    batch_size=12,
    steps=350,
    evaluate_every=350,
    threads=1,
    expect="1.848 a character; 804,000 parameters, 50 s of one core, 44 with bfloat16 and AMX",
    **WITH_MUON | {"warmup": 0.05},
)
WIKITEXT: dict[str, Any] = {
    "text": "wikitext-2",
    "vocabulary": 4096,
    "context": 128,
    "batch_size": 16,
    "width": 192,
    "n_layers": 4,
    "n_heads": 6,
    "steps": 250,
    "evaluate_every": 250,
    **WITH_MUON,
}
DOCS = GPTRecipe(
    text="docs",
    vocabulary=1000,
    context=64,
    batch_size=16,
    n_layers=3,
    steps=300,
    evaluate_every=150,
    quiet_start=True,
    expect="perplexity 39 a token, of 1,000 kinds; 731,000 parameters, 89 s of processor",
    **WITH_MUON,
)

LANGUAGE_RECIPES: dict[str, Recipe] = {
    "docs-gpt": DOCS,
    "text-gpt": replace(DOCS, text="", expect="your own text, by --text FILE; 300 steps"),
    "shakespeare-gpt": SHAKESPEARE,
    "shakespeare-gpt-long": replace(
        SHAKESPEARE,
        context=256,
        batch_size=64,
        width=384,
        n_layers=6,
        n_heads=6,
        threads=None,
        steps=3_000,
        learning_rate=0.02,
        expect="nanoGPT's GPU size, 10.8 million parameters: for a GPU, not measured yet",
    ),
    "wikitext-gpt": GPTRecipe(
        quiet_start=True, expect="perplexity 895 a word (bfloat16), 143 s of one core", **WIKITEXT
    ),
    "wikitext-gpt-long": GPTRecipe(
        **WIKITEXT
        | {
            "vocabulary": 16_384,
            "context": 256,
            "batch_size": 32,
            "width": 512,
            "n_layers": 8,
            "n_heads": 8,
            "steps": 6_000,
            "overlap": 0.5,
            "learning_rate": 0.02,
            "weight_decay": 0.1,
        },
        dropout=0.3,
        quiet_start=True,
        expect="34 million parameters, 18 epochs: for a GPU, not measured yet",
    ),
    "wikitext-llama": LlamaRecipe(
        **WIKITEXT, hidden=512, n_key_heads=2, expect="perplexity 926 a word, 143 s of one core"
    ),
    "wikitext-mixtral": MixtralRecipe(
        **WIKITEXT, hidden=256, n_key_heads=2, expect="perplexity 1,457 a word, 5 min of one core"
    ),
}
