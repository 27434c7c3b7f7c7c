"""Masked language models: BERT guesses hidden words from both sides.

Shapes: B windows per batch, T tokens, V vocabulary, M hidden words.
"""

import math
import re
from dataclasses import dataclass, replace
from typing import Annotated, Any

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data.info import TextInfo
from gradatim.data.language import text as texts
from gradatim.data.language import tokenizers
from gradatim.data.language.lm_batches import IGNORED, MaskedBatches, mask_tokens, surround
from gradatim.data.language.passage import Passage
from gradatim.data.sampler import torch_generator
from gradatim.errors import UserError, encoded
from gradatim.help import Help
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.fill_mask import MASK, fill_mask, mask_token
from gradatim.models.language.transformer import sinusoids
from gradatim.models.layers import zero_init_residual
from gradatim.recipes.base import Recipe
from gradatim.recipes.language.causal_lm import (
    HeldOut,
    LanguageModel,
    LanguageTask,
    WindowedText,
)
from gradatim.recipes.language.text_recipes import (
    LR_SCHEDULE,
    MUON,
    SIZES,
    WIKITEXT,
    WIKITEXT_TRAIN,
)
from gradatim.spelling import given
from gradatim.training import TrainConfig
from gradatim.training.run_folder.checkpoint import unwrapped


class MaskedTask(LanguageTask):
    """Predict the masked words."""

    def scores(self, inputs: Tensor, places: Tensor) -> Tensor:
        """Scores of the words (M, V) at M places of inputs (B, T)."""
        scores: Tensor = self.model(inputs, places=places)
        return scores

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy at the hidden places, in natural units."""
        inputs, targets = (tensor.to(self.device) for tensor in batch)
        places = (targets.flatten() != IGNORED).nonzero()[:, 0]  # (M,)
        logits = self.scores(inputs, places)  # (M, V)
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
            logits = self.scores(inputs, places).float()  # (M, V)
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

    def sample(self) -> dict[str, bytes]:
        """Unseen sentences with a masked word, and the words that the model puts there."""
        lines = []
        for sentence, word in self.info.examples if isinstance(self.info, TextInfo) else ():
            tokens = encoded(self.tokenizer, as_read(sentence, self.tokenizer)).ids
            guesses = fill_mask(unwrapped(self.model), self.tokenizer, tokens, n_best=3)[0]
            said = ", ".join(f"{guess} {probability:.0%}" for guess, probability in guesses)
            lines.append(f"{sentence}\n    {said}; it was: {word}\n")
        return {"txt": "\n".join(lines).encode()}


def as_read(sentence: str, tokenizer: Tokenizer) -> str:
    """A sentence with `[MASK]` as a tokenizer reads it, whatever it calls this token."""
    return sentence.replace(MASK, mask_token(tokenizer))


def mask_words(
    text: str, tokenizer: Tokenizer, context: int, n_examples: int = 8
) -> list[tuple[str, str]]:
    """Hide a word in the middle of short sentences of a text.

    Returns:
        sentences with `[MASK]`, `context` tokens long at most, and the word that is hidden; only
        words that are one token.
    """
    special = tokenizers.special_tokens(tokenizer)
    examples = []
    for sentence in re.findall(r"(?:(?<=[.:] )|(?<=\n))[A-Z][^.:\n]{40,110}\.", text):
        words = sentence.split(" ")
        middle = len(words) // 2
        word = words[middle]
        pieces = encoded(tokenizer, f" {word}", specials=False).ids
        if word.isalpha() and len(word) > 3 and len(pieces) == 1 and pieces[0] not in special:
            words[middle] = MASK
            hidden = " ".join(words)
            if len(encoded(tokenizer, as_read(hidden, tokenizer)).ids) <= context:
                examples.append((hidden, word))
    return examples[:: max(1, len(examples) // n_examples)][:n_examples]


@dataclass(frozen=True, kw_only=True)
class MaskedLanguageModel(LanguageModel):
    """BERT, a masked language model; its feed-forward networks are four times as wide."""

    mask_fraction: Annotated[
        float,
        Help(
            "fraction of the training tokens that are masked, above 0 to below 1; measured at 0.15"
        ),
    ] = 0.15

    fixed = (*LanguageModel.fixed, "model.hidden", "model.n_segments")
    use = "fill {run} 'a sentence with [MASK]'"

    def __post_init__(self) -> None:
        if not 0 < self.mask_fraction < 1:
            raise UserError(
                f"{given('mask_fraction', self.mask_fraction)}: give a number above 0 and below 1."
            )

    def learn_tokens(self, text: texts.Corpus) -> Tokenizer:
        """Learn the word pieces of a text."""
        sample = text.train.sample(tokenizers.LEARNED_FROM)
        return tokenizers.train_word_pieces(sample, self.data.vocabulary)

    def build_model(self, info: TextInfo) -> nn.Module:
        """Build the BERT for this vocabulary."""
        width, context = self.model.width, self.model.context
        sizes = {"vocabulary_size": info.vocabulary_size, "hidden": 4 * width}
        model = BERT(replace(self.model, **sizes))
        if self.zero_init_residual:
            zero_init_residual(model)
            # Sines tell a layer where neighbors are; scaled to be as small as the rest.
            sines = sinusoids(torch.arange(context), width)  # (T, C), mean square 1/2
            model.position_embedding.weight.data = 0.02 * 2**0.5 * sines
        return model

    def join(
        self,
        text: texts.Corpus,
        tokenizer: Tokenizer,
        model: nn.Module,
        info: TextInfo,
        device: torch.device,
    ) -> LanguageTask:
        """Cut a text into windows and mask words in them, for a model of this tokenizer."""
        context, mask = self.model.context, tokenizer.token_to_id(mask_token(tokenizer))
        assert mask is not None  # whoever gave the tokenizer saw to it
        # Special tokens are never drawn as random words: BERT puts ordinary ones in their place.
        special = tokenizers.special_tokens(tokenizer)
        ordinary = torch.tensor(sorted(set(tokenizer.get_vocab().values()) - special))
        around = tokenizers.tokens_around(tokenizer)
        room = context - sum(map(len, around))
        if room < 1:
            raise UserError(
                f"{given('context', context)}, and {context - room} tokens surround every text: "
                "give more."
            )

        def held_out(part: Passage) -> HeldOut:
            tokens = self.encoded(part, tokenizer).long()
            windows = surround(self.data.held_out_windows(tokens, room)[0], around)
            masked = mask_tokens(windows, mask, ordinary, torch_generator(15))
            return HeldOut(*masked, n_words=texts.count_words(part))

        info = replace(info, examples=tuple(mask_words(text.validation.read(), tokenizer, context)))
        batches = MaskedBatches(
            self.encoded(text.train, tokenizer),
            context,
            self.train.batch_size,
            around=around,
            mask_token=mask,
            ordinary=ordinary,
            seed=self.train.seed,
            fraction=self.mask_fraction,
        )
        validation = held_out(text.validation)
        test = validation if text.test is text.validation else held_out(text.test)
        task = self.task(model, batches, (validation, test), tokenizer, info, device)
        task.data = text.fingerprints()
        return task

    def task(self, *parts: Any) -> LanguageTask:
        """Join model and windows."""
        return MaskedTask(*parts, by_word=False)


RECIPES: dict[str, Recipe] = {
    "docs-bert": MaskedLanguageModel(
        network=BERT,
        model=BERTConfig(context=64, width=128, n_layers=2, n_heads=4),
        data=WindowedText(text="docs", vocabulary=2_000),
        mask_fraction=0.3,
        zero_init_residual=True,
        train=TrainConfig(
            steps=300, batch_size=32, evaluate_every=150, optim=MUON, lr_schedule=LR_SCHEDULE
        ),
    ),
    "wikitext-bert": MaskedLanguageModel(
        network=BERT, model=BERTConfig(**SIZES), data=WIKITEXT, train=WIKITEXT_TRAIN
    ),
}
