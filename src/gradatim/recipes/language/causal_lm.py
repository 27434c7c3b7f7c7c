"""Causal language models: networks that predict the next token of a text.

Texts: Python's documentation topics (in the standard library), Tiny Shakespeare, WikiText-2, a text
file of your own. Perplexity is exp(mean loss); because tokenizers differ, it is also given per
word: exp(total loss / number of words), words being counted as the papers on WikiText count them.

Shapes: B windows per batch, W windows in all, T tokens, V vocabulary.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Annotated, Any, ClassVar, Self

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data.info import ChatInfo, TextInfo
from gradatim.data.language import text as texts
from gradatim.data.language import tokenizers
from gradatim.data.language.lm_batches import (
    IGNORED,
    WindowBatches,
    held_out_windows,
)
from gradatim.data.language.passage import Passage
from gradatim.errors import UserError, encoded
from gradatim.help import Help
from gradatim.models.language.sampling import Sampling, as_text, generate
from gradatim.models.layers import zero_init_residual
from gradatim.recipes.base import Recipe
from gradatim.spelling import given, spelled
from gradatim.training import Task
from gradatim.training.optimizers import transformer_groups
from gradatim.training.run_folder.checkpoint import unwrapped
from gradatim.training.task import Batches

EVALUATED = 131_072  # held-out tokens that are measured during a run; at its end all are
TOKENS_A_PASS = 8_192  # in an evaluation
SAMPLED = 120  # tokens of a text that shows how far the training is


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
        # Words are counted in the whole text only: of a part a fraction is taken.
        fraction = int(asked[:n].sum()) / int(asked.sum())
        return HeldOut(self.inputs[:n], self.targets[:n], self.n_words * fraction)

    def passes(self, device: torch.device) -> Iterator[tuple[Tensor, Tensor]]:
        """Bring the windows to the device, a forward pass at a time."""
        # Scores (B, T, V) are the largest tensor of all: a bound on tokens is a bound on memory.
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
        info: name of the text, size of the vocabulary.
        device: where the model computes.
        by_word: give the perplexity per word too; of characters it says little.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: Batches,
        held_out: tuple[HeldOut, HeldOut],
        tokenizer: Tokenizer,
        info: TextInfo | ChatInfo,
        device: torch.device,
        *,
        by_word: bool,
    ) -> None:
        self.model, self.batches, self.info, self.device = model, batches, info, device
        self.validation, self.test = held_out[0].beginning(), held_out[1]
        self.by_word, self.tokenizer = by_word, tokenizer
        self.files = {"tokenizer.json": tokenizer.to_str(pretty=True)}

    parameter_groups = transformer_groups

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of the next token in natural units, a mean over the batch."""
        inputs, targets = (tensor.to(self.device) for tensor in batch)
        logits = self.model(inputs)  # (B, T, V)
        # Every place is an example: one pass over T tokens learns from T predictions.
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten()), {}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure loss and perplexity, by token and by word."""
        held_out = self.test if final else self.validation
        total, n_tokens = 0.0, 0
        for inputs, targets in held_out.passes(self.device):
            # In float32, because a sum over many tokens loses digits in bfloat16.
            logits = self.model(inputs).float().flatten(0, 1)
            total += F.cross_entropy(logits, targets.flatten(), reduction="sum").item()
            n_tokens += int((targets != IGNORED).sum())
        # Perplexity: among how many tokens the model hesitates, if all were equally likely.
        measured = {"loss": total / n_tokens, "perplexity": math.exp(total / n_tokens)}
        if self.by_word:
            # The loss of all tokens per word: comparable between tokenizers, which per token is
            # not.
            measured["word_perplexity"] = math.exp(min(700.0, total / held_out.n_words))
        return measured

    def sample(self) -> dict[str, bytes]:
        """A text that the model writes from a line end alone."""
        context = self.validation.inputs.size(1)
        written = write_freely(unwrapped(self.model), self.tokenizer, context, SAMPLED)
        return {"txt": written.encode()}


def write_freely(
    model: Any, tokenizer: Tokenizer, context: int, n_tokens: int, seed: int = 0
) -> str:
    """The text that a model writes from a line end alone, boldly: it is to be read."""
    # Some tokenizers take a line end for a space, and have no token for it alone.
    line_end = encoded(tokenizer, "\n", specials=False).ids
    prompt = line_end or encoded(tokenizer, "").ids or [0]
    stop = tokenizer.token_to_id(tokenizers.END_OF_TEXT)
    # Cooler and from the likeliest alone: a young model's tail is mostly noise.
    sampling, stops = Sampling(temperature=0.8, top_k=40), () if stop is None else (stop,)
    tokens = generate(
        model, prompt, n_tokens, context=context, sampling=sampling, stop=stops, seed=seed
    )
    return "".join(as_text(tokens, tokenizer, prompt)).strip()


class MixtureTask(LanguageTask):
    """Predict the next token, and keep the experts equally busy."""

    balance_weight: float

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy plus a little of the load-balance loss (Fedus et al. 2021, equation 4)."""
        inputs, targets = (tensor.to(self.device) for tensor in batch)
        logits, balance = self.model(inputs, with_balance=True)
        loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten())
        # In training only: the load is not part of what the model is measured by.
        return loss + self.balance_weight * balance, {"balance": balance.detach()}


@dataclass(frozen=True, kw_only=True)
class TextData:
    """Which text, and how it is cut into tokens."""

    text: Annotated[
        str, Help("docs, everyday, shakespeare, wikitext-2, or the file of a text of your own")
    ] = ""
    vocabulary: Annotated[
        int, Help("tokens that are learned from the text, at least 0; 0: its characters")
    ] = 2_000

    def __post_init__(self) -> None:
        if self.vocabulary < 0:
            raise UserError(
                f"{given('vocabulary', self.vocabulary)}: give 0 for characters, or more."
            )

    def load(self) -> texts.Corpus:
        """Load the text.

        Raises:
            UserError: no text is named, or it is not there.
        """
        if not self.text:
            raise UserError(
                f"which text? Add {spelled('text', 'FILE')}, or {spelled('text', 'docs')} for an "
                "example."
            )
        return texts.load(self.text)

    def held_out_windows(self, tokens: Tensor, context: int) -> tuple[Tensor, Tensor]:
        """Inputs and targets of all tokens (T,), side by side: (N, context) each."""
        return held_out_windows(tokens, context, context)


@dataclass(frozen=True, kw_only=True)
class WindowedText(TextData):
    """A text that is cut into windows of running text."""

    overlap: Annotated[
        float, Help("fraction of a held-out window that is context only, 0 to below 1")
    ] = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.overlap < 1:
            raise UserError(f"{given('overlap', self.overlap)}: give a number from 0 to below 1.")

    def held_out_windows(self, tokens: Tensor, context: int) -> tuple[Tensor, Tensor]:
        """Inputs and targets of all tokens (T,): (N, context) each.

        With overlap each token is predicted from more context, and each is still counted once.
        """
        return held_out_windows(tokens, context, max(1, round(context * (1 - self.overlap))))


@dataclass(frozen=True, kw_only=True)
class LanguageModel(Recipe):
    """A network that predicts the next token of a text.

    Attributes:
        network: class of the model.
        model: its config.
        learned_tokenizer: the tokenizer.json of a run, which is used again; "": a new one.
    """

    network: Any = field(metadata={"option": False})
    model: Any
    data: TextData = field(default_factory=WindowedText)
    zero_init_residual: Annotated[
        bool, Help("last matrices of every block initialized at 0 (zero-init residual)")
    ] = False
    learned_tokenizer: str = field(default="", metadata={"option": False})

    info_type = TextInfo
    use = "generate {run}"
    fixed: ClassVar[tuple[str, ...]] = (
        "model.vocabulary_size",
        "model.head_width",
        "model.window",
        "model.rotary_base",
        "model.norm_epsilon",
        "model.tied",
    )

    def of_run(self, info: Any, files: dict[str, str]) -> Self:
        """Use the tokens of a run again: its weights know no others."""
        return replace(self, learned_tokenizer=files.get("tokenizer.json", ""))

    def tokenizer(self, text: texts.Corpus) -> Tokenizer:
        """The tokens of a run, or new ones that are learned from the text."""
        if self.learned_tokenizer:
            return tokenizers.from_text(self.learned_tokenizer)
        return self.learn_tokens(text)

    def learn_tokens(self, text: texts.Corpus) -> Tokenizer:
        """Learn the tokens of a text: characters or byte pairs."""
        # Of all three parts: a character that only the test text has must still be readable.
        if self.data.vocabulary == 0:
            parts = (text.train, text.validation, text.test)
            return tokenizers.character_tokenizer(chain.from_iterable(p.pieces() for p in parts))
        # WikiText writes <unk> for rare words: one token, where the bytes of it would be five.
        has_unknown = any("<unk>" in piece for piece in text.train.pieces())
        specials = [tokenizers.END_OF_TEXT] + ["<unk>"] * has_unknown
        sample = text.train.sample(tokenizers.LEARNED_FROM)
        return tokenizers.train_bpe(sample, self.data.vocabulary, specials)

    def build(self, device: torch.device) -> LanguageTask:
        """Load the text and join its windows with the model."""
        text = self.data.load()
        tokenizer = self.tokenizer(text)
        info = TextInfo(text=text.name, vocabulary_size=tokenizer.get_vocab_size())
        return self.join(text, tokenizer, self.build_model(info), info, device)

    def join(
        self,
        text: texts.Corpus,
        tokenizer: Tokenizer,
        model: nn.Module,
        info: TextInfo,
        device: torch.device,
    ) -> LanguageTask:
        """Cut a text into windows, for a model of this tokenizer."""
        tokens, train = self.encoded(text.train, tokenizer), self.train
        batches = WindowBatches(tokens, self.model.context, train.batch_size, train.seed)
        validation = self.held_out(text.validation, tokenizer)
        # Where one part is held out it is cut into windows once.
        test = validation if text.test is text.validation else self.held_out(text.test, tokenizer)
        task = self.task(model, batches, (validation, test), tokenizer, info, device)
        task.data = text.fingerprints()
        return task

    def encoded(self, text: Passage, tokenizer: Tokenizer) -> Tensor:
        """The tokens of a text, (N,)."""
        return tokenizers.encode_passage(tokenizer, text)

    def task(self, *parts: Any) -> LanguageTask:
        """Join model and windows."""
        return LanguageTask(*parts, by_word=self.data.vocabulary > 0)

    def held_out(self, text: Passage, tokenizer: Tokenizer) -> HeldOut:
        """Cut a text that is measured into windows."""
        tokens = self.encoded(text, tokenizer).long()
        windows = self.data.held_out_windows(tokens, self.model.context)
        return HeldOut(*windows, n_words=texts.count_words(text))

    def build_model(self, info: TextInfo) -> nn.Module:
        """Build the network for this vocabulary."""
        model = self.network(replace(self.model, vocabulary_size=info.vocabulary_size))
        if self.zero_init_residual:
            zero_init_residual(model)
        return model


@dataclass(frozen=True, kw_only=True)
class SpeedGPTLanguageModel(LanguageModel):
    """The network of the GPT speed records: hidden layers four times as wide, a key per query."""

    # Its last matrices are 0 from the start, so `zero_init_residual` would change nothing.
    fixed = (*LanguageModel.fixed, "model.hidden", "model.n_key_heads", "zero_init_residual")

    def build_model(self, info: TextInfo) -> nn.Module:
        """Build the network for this vocabulary."""
        derived = {"hidden": 4 * self.model.width, "n_key_heads": self.model.n_heads}
        return self.network(replace(self.model, vocabulary_size=info.vocabulary_size, **derived))


@dataclass(frozen=True, kw_only=True)
class MixtureLanguageModel(LanguageModel):
    """Mixtral: a LLaMA with eight experts per layer, two of which read each token."""

    balance_weight: Annotated[float, Help("weight of the load-balance loss, 0 or more")] = 0.02

    def __post_init__(self) -> None:
        if self.balance_weight < 0:
            raise UserError(f"{given('balance_weight', self.balance_weight)}: give 0 or more.")

    def task(self, *parts: Any) -> MixtureTask:
        """Join model and windows; the loss also balances the experts."""
        task = MixtureTask(*parts, by_word=self.data.vocabulary > 0)
        task.balance_weight = self.balance_weight
        return task
