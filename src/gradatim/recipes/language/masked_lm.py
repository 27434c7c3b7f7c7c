"""Masked language models: BERT guesses hidden words from both sides.

Shapes: B windows a batch, T tokens, V vocabulary, M hidden words.
"""

import math
import re
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data.language import text as texts
from gradatim.data.language import tokenizers
from gradatim.data.language.lm_batches import IGNORED, MaskedBatches, mask_tokens
from gradatim.data.sampler import seeded
from gradatim.errors import UserError
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.transformer import sinusoids
from gradatim.recipes.base import Recipe
from gradatim.recipes.language.causal_lm import (
    WIKITEXT,
    WITH_MUON,
    HeldOut,
    LanguageTask,
    TextRecipe,
    silence,
)
from gradatim.training import Task


class MaskedTask(LanguageTask):
    """Guess the hidden words."""

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy at the hidden places, in natural units."""
        inputs, targets = (tensor.to(self.device) for tensor in batch)
        places = (targets.flatten() != IGNORED).nonzero()[:, 0]  # (M,)
        logits = self.model(inputs, places=places)  # (M, V)
        answers = targets.flatten()[places]
        right = (logits.detach().argmax(1) == answers).float().mean()
        return F.cross_entropy(logits, answers), {"accuracy": right}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure loss, perplexity, and how often the word is the first guess or in the first 5."""
        held_out = self.test if final else self.validation
        total, first, five, n = 0.0, 0, 0, 0
        for inputs, targets in held_out.passes(self.device):
            places = (targets.flatten() != IGNORED).nonzero()[:, 0]  # (M,)
            answers = targets.flatten()[places]
            logits = self.model(inputs, places=places).float()  # (M, V)
            total += F.cross_entropy(logits, answers, reduction="sum").item()
            guesses = logits.topk(5).indices == answers[:, None]  # (M, 5)
            first += int(guesses[:, 0].sum())
            five += int(guesses.sum())
            n += len(answers)
        return {
            "loss": total / n,
            "perplexity": math.exp(total / n),
            "top1": first / n,
            "top5": five / n,
        }


@torch.no_grad()
def fill(
    model: nn.Module, tokenizer: Tokenizer, text: str, n_best: int = 5
) -> list[list[tuple[str, float]]]:
    """Guess the hidden words of a text.

    Args:
        model: a BERT in evaluation mode.
        tokenizer: its tokenizer.
        text: with `[MASK]` where a word is hidden.
        n_best: guesses for each.

    Returns:
        for each `[MASK]` the likeliest words with their probabilities.

    Raises:
        UserError: no `[MASK]`, or more text than the model reads at once.
    """
    tokens = torch.tensor([tokenizer.encode(text).ids], dtype=torch.long)  # (1, T)
    places = torch.where(tokens[0] == torch.tensor(tokenizer.token_to_id("[MASK]")))[0]
    if not len(places):
        raise UserError(f"there is no [MASK] in {text!r}: write [MASK] for the word to guess.")
    context = model.config.context  # type: ignore[union-attr]
    if tokens.size(1) > context:  # type: ignore[operator]
        raise UserError(
            f"the text has {tokens.size(1)} tokens, the model reads {context} at once: shorten it."
        )
    device = next(model.parameters()).device
    logits = model(tokens.to(device), places=places.to(device)).float()  # (M, V)
    best = logits.softmax(-1).topk(n_best)
    return [
        [(tokenizer.id_to_token(n) or "", share) for n, share in zip(numbers, shares, strict=True)]
        for numbers, shares in zip(best.indices.tolist(), best.values.tolist(), strict=True)
    ]


def hide_words(text: str, tokenizer: Tokenizer, n_examples: int = 8) -> list[tuple[str, str]]:
    """Hide a word in the middle of short sentences of a text.

    Returns:
        sentences with `[MASK]`, and the word that is hidden; only words that are one token.
    """
    examples = []
    for sentence in re.findall(r"(?:(?<=[.:] )|(?<=\n))[A-Z][^.:\n]{40,110}\.", text):
        words = sentence.split(" ")
        middle = len(words) // 2
        word = words[middle]
        if word.isalpha() and len(word) > 3 and tokenizer.token_to_id(word.lower()):
            words[middle] = "[MASK]"
            examples.append((" ".join(words), word))
    return examples[:: max(1, len(examples) // n_examples)][:n_examples]


@dataclass(frozen=True, kw_only=True)
class BERTRecipe(TextRecipe):
    """BERT, a masked language model."""

    dropout: float = 0.0  # share dropped in training
    hidden_share: float = 0.15  # of the training words that are to be guessed; measured at 0.15
    quiet_start: bool = False  # every layer begins as the identity, the positions as waves

    def check(self) -> None:
        """Check the knobs that belong to hidden words."""
        super().check()
        if not 0 < self.hidden_share < 1:
            raise UserError(f"hidden_share is {self.hidden_share}: give a number from 0 to 1.")

    def tokenizer(self, text: texts.Text) -> Tokenizer:
        """Learn the word pieces of a text."""
        return tokenizers.train_word_pieces(text.train.splitlines(), self.vocabulary)

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the BERT for this vocabulary."""
        config = BERTConfig(**self.sizes(facts), hidden=4 * self.width, dropout=self.dropout)
        model = BERT(config)
        if self.quiet_start:
            silence(model)
            # Waves tell a layer where the neighbours of any place are; as loud as the rest begins.
            waves = sinusoids(torch.arange(self.context), self.width)  # (T, C), mean square 1/2
            model.position_embedding.weight.data = 0.02 * 2**0.5 * waves
        return model

    def build(self, device: torch.device) -> Task:
        """Load the text, hide words in its windows and join them with the model."""
        text, tokenizer = self.load()
        facts = {
            "text": text.name,
            "vocabulary_size": tokenizer.get_vocab_size(),
            "examples": hide_words(text.validation, tokenizer),
        }
        mask = tokenizers.BERT_SPECIALS.index("[MASK]")
        ordinary = torch.arange(len(tokenizers.BERT_SPECIALS), tokenizer.get_vocab_size())

        def held_out(part: str) -> HeldOut:
            windows = self.held_out(part, tokenizer)
            return HeldOut(
                *mask_tokens(windows.inputs, mask, ordinary, seeded(15)), windows.n_words
            )

        batches = MaskedBatches(
            tokenizers.encode(tokenizer, text.train),
            self.context,
            self.batch_size,
            mask_token=mask,
            ordinary=ordinary,
            seed=self.seed,
            share=self.hidden_share,
        )
        return MaskedTask(
            self.model(facts),
            batches,
            (held_out(text.validation), held_out(text.test)),
            tokenizer=tokenizer,
            facts=facts,
            recipe=self,
            device=device,
        )


MASKED_RECIPES: dict[str, Recipe] = {
    "docs-bert": BERTRecipe(
        text="docs",
        vocabulary=2_000,
        context=64,
        batch_size=32,
        n_layers=2,
        steps=300,
        evaluate_every=150,
        hidden_share=0.3,
        quiet_start=True,
        expect="first guess right in 17.8 %, among five 30.8 % (--precision bfloat16); 40 s core",
        **WITH_MUON,
    ),
    "wikitext-bert": BERTRecipe(
        expect="first guess right in 10.9 % (bfloat16); 2.6 million parameters, 2 min core",
        **WIKITEXT,
    ),
}
