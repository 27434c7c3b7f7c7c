"""Stage 1 of 4 of a chat model: pretraining. A small LLaMA learns to continue stories.

Its tokenizer already has the tokens of conversations, and a token for each digit, so that the next
stages need no other.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

from tokenizers import Tokenizer, pre_tokenizers

from gradatim.data.language import text as texts
from gradatim.data.language import tokenizers
from gradatim.data.language.conversations import CHAT_SPECIALS
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.language.causal_lm import LanguageModel, LanguageTask, WindowedText
from gradatim.recipes.language.text_recipes import LR_SCHEDULE, MUON
from gradatim.training import TrainConfig


class StoryTask(LanguageTask):
    """Predict the next token, and say how many bits a byte of text needs.

    Bits per byte compare models with different tokens; perplexities per token do not.
    """

    bytes_per_token: float

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure loss, perplexity and bits per byte."""
        measured = super().evaluate(final)
        measured["bits_per_byte"] = measured["loss"] / math.log(2) / self.bytes_per_token
        return measured


@dataclass(frozen=True, kw_only=True)
class StoryModel(LanguageModel):
    """A network that learns from stories with the tokens that a conversation needs."""

    def learn_tokens(self, text: texts.Corpus) -> Tokenizer:
        """Learn byte pairs from everyday text; digits stay apart."""
        sample = text.train.sample(tokenizers.LEARNED_FROM)
        return tokenizers.train_bpe(
            (piece.replace(tokenizers.END_OF_TEXT, "") for piece in sample),  # no text to learn
            self.data.vocabulary,
            CHAT_SPECIALS,
            # 27 + 5 is learned digit by digit; as one token each number would stand for itself.
            before=pre_tokenizers.Digits(individual_digits=True),
        )

    def task(self, *parts: Any) -> StoryTask:
        """Join model and windows."""
        task = StoryTask(*parts, by_word=True)
        held_out = self.data.load().test
        tokens = tokenizers.encode_passage(parts[3], held_out)
        task.bytes_per_token = len(held_out.read().encode()) / len(tokens)
        return task


RECIPES: dict[str, Recipe] = {
    "everyday-llama": StoryModel(
        network=Llama,
        model=LlamaConfig(
            context=256,
            width=192,
            hidden=512,
            n_layers=4,
            n_heads=3,
            n_key_heads=1,
            tie_embeddings=True,
        ),
        data=WindowedText(text="everyday", vocabulary=3_072),
        zero_init_residual=True,
        train=TrainConfig(
            steps=2_100,
            batch_size=8,
            evaluate_every=700,
            threads=1,
            optim=replace(MUON, learning_rate=0.02, adamw_lr_ratio=0.3, weight_decay=0.1),
            lr_schedule=LR_SCHEDULE,
        ),
    ),
}
