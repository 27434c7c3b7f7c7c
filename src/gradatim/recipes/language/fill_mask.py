"""A masked model of everyday English: the one that `gradatim fill` and the views open first.

Shapes: B rows per batch, T tokens, M masked words, V vocabulary.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

import torch
from tokenizers import Tokenizer
from torch import Tensor

from gradatim.data.info import TextInfo
from gradatim.data.language import text as texts
from gradatim.data.language import tokenizers
from gradatim.data.language.conversations import instructions
from gradatim.data.language.everyday import sentences, small_talk
from gradatim.data.language.lm_batches import mask_tokens
from gradatim.data.language.masked_sentences import MaskedSentences, sentence_rows, whole_words
from gradatim.data.language.passage import Passage
from gradatim.data.sampler import torch_generator
from gradatim.help import Help
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.fill_mask import MASK, check_n_best
from gradatim.recipes.base import Recipe
from gradatim.recipes.language.causal_lm import HeldOut, TextData
from gradatim.recipes.language.masked_lm import MaskedLanguageModel, MaskedTask, mask_words
from gradatim.recipes.language.shipped_models import EVERYDAY_BERT, EVERYDAY_LLAMA
from gradatim.recipes.language.text_recipes import LR_SCHEDULE, MUON
from gradatim.recipes.language.trained_model import (
    as_probabilities,
    fill,
    mask_scores,
    open_trained,
)
from gradatim.training import TrainConfig
from gradatim.validation import require_not_negative, require_unit_interval

Guess = Callable[[str, int], list[list[tuple[str, float]]]]

PROPOSED = 50  # words of the masked model that the other tries as well
MASKED_WEIGHT = 0.5  # of its log-probability; chosen on 100 sentences that are none of the test's
PADDING = tokenizers.BERT_SPECIALS.index("[PAD]")


class SentenceTask(MaskedTask):
    """Predict the masked words of rows that are padded to one length."""

    def scores(self, inputs: Tensor, places: Tensor) -> Tensor:
        """Scores of the words (M, V) at M places of inputs (B, T); padding is not looked at."""
        scores: Tensor = self.model(inputs, mask=inputs != PADDING, places=places)
        return scores


@dataclass(frozen=True, kw_only=True)
class SentenceModel(MaskedLanguageModel):
    """A BERT that learns whole words in one to three sentences, not in windows of running text."""

    mask_rarity: Annotated[
        float,
        Help("preference for masking rare words, 0 to 1: all alike, to by inverse frequency"),
    ] = 0.0
    dialogue_repeats: Annotated[
        int,
        Help("times that small talk and instructions are read in a pass over the text, at least 0"),
    ] = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        require_unit_interval(self, "mask_rarity")
        require_not_negative(self, "dialogue_repeats")

    def dialogue(self) -> Passage:
        """Small talk and answers to instructions: what people say, where stories tell."""
        # The training part only: questions of the test must not be read in passing.
        talk = [example.answer for example in instructions()["train"]]
        return Passage.whole("\n".join([*small_talk(), *talk]))

    def learn_tokens(self, text: texts.Corpus) -> Tokenizer:
        """Learn the word pieces of the sentences; with enough of them common words are whole."""
        learned = [" ".join(line) for line in sentences(text.train)]
        if self.dialogue_repeats:
            # Words of talk, rare in stories, would be cut into pieces, which are never masked.
            learned += [" ".join(line) for line in sentences(self.dialogue())]
        return tokenizers.train_word_pieces(learned, self.data.vocabulary)

    def build(self, device: torch.device) -> SentenceTask:
        """Load the text, mask words in its sentences and join them with the model."""
        text = self.data.load()
        tokenizer = self.tokenizer(text)
        info = TextInfo(
            text=text.name,
            vocabulary_size=tokenizer.get_vocab_size(),
            examples=tuple(mask_words(text.validation.read(), tokenizer, self.model.context)),
        )
        ordinary, context, train = whole_words(tokenizer), self.model.context, self.train

        def held_out(part: Passage) -> HeldOut:
            # A fixed seed: every run is measured on the same masks, whatever its own seed is.
            rows = tokenizers.pad(sentence_rows(tokenizer, part, context, seed=15), PADDING)
            masked = mask_tokens(rows, tokenizers.MASK_TOKEN, ordinary, torch_generator(15))
            return HeldOut(*masked, n_words=texts.count_words(part))

        rows = sentence_rows(tokenizer, text.train, context, train.seed)
        for i in range(self.dialogue_repeats):
            # Another seed for each repetition: sentences are joined into other rows.
            rows += sentence_rows(tokenizer, self.dialogue(), context, train.seed + i)
        batches = MaskedSentences(
            rows,
            train.batch_size,
            ordinary=ordinary,
            fraction=self.mask_fraction,
            rarity=self.mask_rarity,
            seed=train.seed,
        )
        validation = held_out(text.validation)
        # A text without test part is measured on its validation part, masked only once.
        measured = (validation, validation if text.test is text.validation else held_out(text.test))
        model = self.build_model(info)
        task = SentenceTask(model, batches, measured, tokenizer, info, device, by_word=False)
        task.data = text.fingerprints()
        return task


def fill_together(text: str, n_best: int) -> list[list[tuple[str, float]]]:
    """Predict the masked words of a sentence with both models that ship.

    One sees both sides of the masked word, the other compares whole sentences: what one does not
    see, the other may. Where more than one word is masked, the first answers alone.

    Returns:
        see `trained_model.fill`.

    Raises:
        UserError: a text without `[MASK]`, or n_best out of range.
    """
    masked, causal = open_trained(EVERYDAY_BERT), open_trained(EVERYDAY_LLAMA)
    if text.count(MASK) != 1:
        return fill(masked, text, n_best)
    n_words = masked.tokenizer.get_vocab_size()
    check_n_best(n_best, n_words)
    [guesses] = fill(masked, text, n_words)
    likely = dict(guesses)
    least = guesses[-1][1]
    proposed = [word for word, _ in guesses[:PROPOSED] if word.isalpha()]
    scores = mask_scores(causal, text, proposed)
    both = {
        word: score + MASKED_WEIGHT * math.log(likely.get(word.lower(), least))
        for word, score in scores.items()
    }
    return [as_probabilities(both, n_best)]


def first_guesses(guess: Guess, sentences: Sequence[dict[str, str]]) -> list[bool]:
    """Tell for each sentence whether the likeliest word for its mask is the expected one.

    Args:
        guess: gives the likeliest words of a text with one mask, as many as are asked for.
        sentences: `text` with one `[MASK]`, and `answer`.
    """
    return [guess(s["text"], 1)[0][0][0].lower() == s["answer"].lower() for s in sentences]


RECIPES: dict[str, Recipe] = {
    "everyday-bert": SentenceModel(
        network=BERT,
        model=BERTConfig(context=48, width=128, n_layers=3, n_heads=4),
        data=TextData(text="everyday", vocabulary=6_000),
        mask_fraction=0.25,
        zero_init_residual=True,
        train=TrainConfig(
            steps=3_000,
            batch_size=64,
            evaluate_every=1_000,
            threads=1,
            optim=MUON,
            lr_schedule=LR_SCHEDULE,
        ),
    ),
}
