"""Translation: Bahdanau's aligned translation and the Transformer, on dates and on Multi30k.

Dates (English and French as people write them, to ISO form) come from Babel and need no download.
How translations are made and scored is in `translating.py`.

Shapes: B pairs a batch, S source tokens, T target tokens, V vocabulary.
"""

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data.language import dates
from gradatim.data.language.multi30k import PairBatches, Pairs, encode_all, load_multi30k
from gradatim.data.language.tokenizers import (
    TRANSLATION_SPECIALS,
    character_tokenizer,
    pad,
    train_bpe,
)
from gradatim.errors import UserError
from gradatim.models.language.seq2seq import Seq2Seq, Seq2SeqConfig
from gradatim.models.language.transformer import Transformer, TransformerConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.language.translate import PAD_ID, score, translate
from gradatim.recipes.param_groups import muon_groups
from gradatim.training import Task

N_DATES = 40_000  # training pairs that are drawn of the dates
LOOKED_AT = 200  # held-out pairs that are translated in an evaluation during a run


class TranslationTask(Task):
    """Say the next word of the translation.

    Args:
        model: sources (B, S), targets so far (B, T), mask (B, S) to scores (B, T, V).
        batches: of training pairs.
        held_out: validation and test pairs.
        tokenizer: of both languages.
        recipe: its knobs.
        facts: see `Task.facts`.
        device: where the model computes.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: PairBatches,
        held_out: tuple[Pairs, Pairs],
        *,
        tokenizer: Tokenizer,
        recipe: "TranslationRecipe",
        facts: dict[str, Any],
        device: torch.device,
    ) -> None:
        self.model, self.batches, self.facts, self.device = model, batches, facts, device
        self.held_out, self.tokenizer, self.recipe = held_out, tokenizer, recipe
        self.files = {"tokenizer.json": tokenizer.to_str(pretty=True)}

    def parameter_groups(self) -> list[dict[str, Any]] | None:
        """Tell Muon's matrices from the rest; the loop's own choice for other optimizers."""
        recipe = self.recipe
        if recipe.optimizer != "muon":
            return None
        return muon_groups(self.model, recipe.learning_rate, recipe.outer_rate)

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of the next target word in natural units; padding is left out."""
        source, target = (tensor.to(self.device) for tensor in batch)
        logits = self.model(source, target[:, :-1], source != PAD_ID)  # (B, T - 1, V)
        answers = target[:, 1:]
        smoothing = self.recipe.label_smoothing
        loss = F.cross_entropy(
            logits.flatten(0, 1), answers.flatten(), ignore_index=PAD_ID, label_smoothing=smoothing
        )
        return loss, {}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure the loss of the next word, and the translations themselves.

        At the end all test pairs are translated, by beam search; during a run the first 200
        validation pairs, greedily.
        """
        pairs = self.held_out[1] if final else self.held_out[0]
        measured = {"loss": self._loss_of(pairs)}
        n = len(pairs.sources) if final else LOOKED_AT
        beam = self.recipe.beam if final else 1
        written = translate(self.model, self.tokenizer, pairs.sources[:n], beam=beam)
        return measured | score(
            written, pairs.targets[:n], "exact" if self.recipe.pairs == "dates" else "bleu"
        )

    def _loss_of(self, pairs: Pairs) -> float:
        total, n_words = 0.0, 0
        sources = encode_all(self.tokenizer, pairs.sources)
        targets = encode_all(self.tokenizer, pairs.targets)
        for start in range(0, len(sources), 100):
            source = pad(sources[start : start + 100], PAD_ID).to(self.device)
            target = pad(targets[start : start + 100], PAD_ID).to(self.device)
            logits = self.model(source, target[:, :-1], source != PAD_ID).float().flatten(0, 1)
            answers = target[:, 1:].flatten()
            total += F.cross_entropy(logits, answers, ignore_index=PAD_ID, reduction="sum").item()
            n_words += int((answers != PAD_ID).sum())
        return total / n_words


@dataclass(frozen=True, kw_only=True)
class TranslationRecipe(Recipe):
    """What both translators share: the pairs, the vocabulary, how they are scored."""

    pairs: str = "dates"  # dates, or two languages of Multi30k: de-en, en-de, en-fr, ...
    vocabulary: int = 0  # byte-pair tokens of both languages together; 0: characters
    dropout: float = 0.0  # share dropped in training
    label_smoothing: float = 0.0  # share of the target spread over all words
    beam: int = 4  # partial translations that are kept in the final search
    outer_rate: float = 0.3  # with muon: AdamW's learning rate as a share of Muon's

    def check(self) -> None:
        """Check the knobs that belong to translation."""
        if self.beam < 1:
            raise UserError(f"beam is {self.beam}: keep at least 1 partial translation.")

    def load(self) -> list[Pairs]:
        """Load the training, validation and test pairs."""
        splits = ("train", "validation", "test")
        if self.pairs == "dates":
            sizes = (N_DATES, 1_000, 1_000)
            drawn = [dates.load(s, n) for s, n in zip(splits, sizes, strict=True)]
            return [Pairs(d.sources, d.targets) for d in drawn]
        source, dash, target = self.pairs.partition("-")
        if not dash:
            raise UserError(
                f"no pairs are called {self.pairs!r}: give dates, or two languages of Multi30k "
                "such as de-en."
            )
        return [load_multi30k(split, source, target) for split in splits]

    def tokenizer(self, train: Pairs) -> Tokenizer:
        """Learn the tokens of both languages together."""
        texts = [*train.sources, *train.targets]
        if self.vocabulary == 0:
            return character_tokenizer(texts, TRANSLATION_SPECIALS, lowercase=True)
        return train_bpe(texts, self.vocabulary, TRANSLATION_SPECIALS)

    def build(self, device: torch.device) -> TranslationTask:
        """Load the pairs and join them with the model."""
        train, validation, test = self.load()
        tokenizer = self.tokenizer(train)
        facts = {
            "pairs": self.pairs,
            "vocabulary_size": tokenizer.get_vocab_size(),
            "examples": list(zip(test.sources[:8], test.targets[:8], strict=True)),
        }
        batches = PairBatches(
            encode_all(tokenizer, train.sources),
            encode_all(tokenizer, train.targets),
            self.batch_size,
            padding=PAD_ID,
            seed=self.seed,
        )
        return TranslationTask(
            self.model(facts),
            batches,
            (validation, test),
            tokenizer=tokenizer,
            recipe=self,
            facts=facts,
            device=device,
        )


@dataclass(frozen=True, kw_only=True)
class BahdanauRecipe(TranslationRecipe):
    """Aligned translation of 2014: a GRU that looks back at the annotations of another."""

    embedding: int = 32  # width of a word's embedding
    width: int = 64  # units of each GRU

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the translator for this vocabulary."""
        V = facts["vocabulary_size"]
        config = Seq2SeqConfig(
            source_vocabulary_size=V,
            target_vocabulary_size=V,
            embedding_width=self.embedding,
            width=self.width,
            maxout_width=self.width // 2,
            dropout=self.dropout,
        )
        return Seq2Seq(config)


@dataclass(frozen=True, kw_only=True)
class TransformerRecipe(TranslationRecipe):
    """The Transformer of 2017, with norms first unless asked otherwise."""

    width: int = 256  # channels of a word; even
    hidden: int = 512  # width of the feed-forward networks
    n_layers: int = 3  # of the encoder, and of the decoder
    n_heads: int = 4  # heads of attention; divides width
    norm_first: bool = True  # norms before each part; False: after each sum, as in 2017

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the translator for this vocabulary."""
        config = TransformerConfig(
            vocabulary_size=facts["vocabulary_size"],
            width=self.width,
            hidden=self.hidden,
            n_layers=self.n_layers,
            n_heads=self.n_heads,
            norm_first=self.norm_first,
            dropout=self.dropout,
        )
        return Transformer(config)


MULTI30K: dict[str, Any] = {
    "pairs": "de-en",
    "vocabulary": 4_000,
    "optimizer": "muon",
    "momentum": 0.9,
    "schedule": "linear",
    "warmup": 0.1,
    "clip": 1.0,
    "label_smoothing": 0.1,
}
TRANSLATION_RECIPES: dict[str, Recipe] = {
    "dates-bahdanau": BahdanauRecipe(
        steps=400,
        optimizer="muon",
        learning_rate=0.03,
        schedule="linear",
        warmup=0.1,
        clip=1.0,
        evaluate_every=100,
        threads=1,
        expect="100 % of 1,000 unseen dates right; 116,000 parameters, 32 s of one core",
    ),
    "multi30k-bahdanau": BahdanauRecipe(
        embedding=96,
        width=128,
        batch_size=64,
        epochs=2.0,
        learning_rate=0.03,
        dropout=0.1,
        threads=1,
        expect="35.3 BLEU de-en (test 2016, beam 4); 1.5 million parameters, 198 s of one core",
        **MULTI30K,
    ),
    "multi30k-transformer": TransformerRecipe(
        width=128,
        hidden=512,
        n_layers=2,
        batch_size=64,
        epochs=1.0,
        learning_rate=0.03,
        threads=1,
        expect="30.7 BLEU de-en (test 2016, beam 4, bfloat16); 1.4 million parameters, 2 min core",
        **MULTI30K,
    ),
    "multi30k-bahdanau-long": BahdanauRecipe(
        embedding=256,
        width=512,
        batch_size=128,
        epochs=15.0,
        learning_rate=0.02,
        dropout=0.5,
        expect="the size of the published teaching code: for a GPU, not measured yet",
        **MULTI30K,
    ),
    "multi30k-transformer-long": TransformerRecipe(
        width=256,
        hidden=1024,
        n_layers=3,
        n_heads=8,
        batch_size=128,
        epochs=10.0,
        learning_rate=0.02,
        dropout=0.15,
        threads=1,
        expect="39.9 BLEU de-en, 38.1 en-de (test 2016, beam 4, bfloat16); 46 min, core with AMX",
        **{**MULTI30K, "vocabulary": 6_000},
    ),
}
