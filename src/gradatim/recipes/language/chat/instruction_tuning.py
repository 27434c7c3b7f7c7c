"""Stage 2 of 4 of a chat model: instruction tuning. From continuing to answering.

The model reads questions with answers in the form of a conversation, and learns to predict the
answers only (Ouyang et al. 2022, "Training language models to follow instructions", section 3.5).

Shapes: B examples per batch, T tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import torch
from tokenizers import Tokenizer

from gradatim.data.info import ChatInfo
from gradatim.data.language.answer_batches import AnswerBatches, padded
from gradatim.data.language.conversations import (
    CHAT_SPECIALS,
    UNANSWERABLE_UNSEEN,
    UNKNOWN_ANSWER,
    Example,
    encode_example,
    fillings,
    instructions,
    made_up_words,
    number,
    small_talk_examples,
    sums,
    templated,
    unanswerable,
)
from gradatim.help import Help
from gradatim.models.language.llama import Llama
from gradatim.recipes.base import Recipe
from gradatim.recipes.language.causal_lm import HeldOut, LanguageTask
from gradatim.recipes.language.chat.answers import answer_all, answer_text
from gradatim.recipes.language.chat_stage import ChatStage, sizes_of
from gradatim.recipes.language.text_recipes import LR_SCHEDULE
from gradatim.training import OptimizerConfig, TrainConfig
from gradatim.validation import require_not_negative, require_sizes

LONGEST = 128  # tokens of an answer that is measured; the longest one learned from has 87
N_TEST = 200  # templated questions, and as many that have no answer
SUM_DIGITS = (1, 2, 3)
TOOL = (True, True, True, False)  # of four sums three call the calculator, and one is guessed
N_MADE_UP = 2_000  # words that nobody knows, so that copying is all that can be learned of them
REPEATED = 8  # times that the published instructions are read in an epoch: they are few


class InstructionTask(LanguageTask):
    """Predict the answers; at the end, answer unseen questions."""

    templated: list[Example]
    unanswerable: list[Example]
    instructed: list[Example]
    reader: Tokenizer

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure the loss of unseen answers; at the end what the model itself answers.

        `exact`: templated questions with unseen words that are answered word for word. `stopped`:
        answers, to these and to the 110 test instructions, that the model ends itself. `invented`:
        questions that nothing answers, asked in words that it did not learn from, to which it does
        not say that it does not know.
        """
        measured = super().evaluate(final)
        if final:
            asked = [self.templated, self.instructed, self.unanswerable]
            told, free, unknown = (self._answers(examples) for examples in asked)
            both = [*told, *free]
            measured["exact"] = sum(text == e.answer for e, text, _ in told) / len(told)
            measured["stopped"] = sum(ended for *_, ended in both) / len(both)
            honest = sum(text == UNKNOWN_ANSWER for _, text, _ in unknown)
            measured["invented"] = 1 - honest / len(unknown)
        return measured

    def sample(self) -> dict[str, bytes]:
        """Its answers to some unseen questions."""
        told = self._answers([*self.templated[:2], *self.instructed[:2], *self.unanswerable[:1]])
        lines = [f"{example.question}\n    {answer}\n" for example, answer, _ in told]
        return {"txt": "\n".join(lines).encode()}

    def _answers(self, examples: Sequence[Example]) -> list[tuple[Example, str, bool]]:
        questions = [example.question for example in examples]
        answers = answer_all(self.model, self.reader, questions, LONGEST)
        return [
            (example, answer_text(answer, self.reader), answer.ended)
            for example, answer in zip(examples, answers, strict=True)
        ]


@dataclass(frozen=True, kw_only=True)
class InstructionTuning(ChatStage):
    """A LLaMA that learns to answer."""

    n_templated: Annotated[int, Help("templated questions to learn from, at least 1")] = 24_000
    n_refusals: Annotated[
        int, Help("questions that nothing answers, with 'I do not know.', at least 0")
    ] = 3_000
    n_sums: Annotated[
        int, Help("sums of one to three digits to learn from, half with the calculator, at least 0")
    ] = 6_000

    spoken = "it was taught to answer"

    def __post_init__(self) -> None:
        super().__post_init__()
        require_sizes(self, "n_templated")
        require_not_negative(self, "n_refusals", "n_sums")

    def build(self, device: torch.device) -> InstructionTask:
        """Load the examples and join them with the model of the earlier run."""
        model, tokenizer = self.opened()
        seen, unseen = fillings(tokenizer)
        seed, published = self.train.seed, instructions()
        # Some sums call the calculator and some guess: stage 4 finds out which is better.
        n = self.n_sums // len(SUM_DIGITS) // len(TOOL)
        added = [
            example
            for digits in SUM_DIGITS
            for i, tool in enumerate(TOOL)
            for example in sums(n, digits, 10 * digits + i, calculator=tool)
        ]
        words = seen + made_up_words(tokenizer, unseen, N_MADE_UP, seed)
        learned = [
            *REPEATED * published["train"],
            *small_talk_examples(),
            *templated(words, self.n_templated, seed),
            *unanswerable(words, self.n_refusals, seed),
            *added,
        ]
        batches = AnswerBatches(
            self._encoded(learned, tokenizer, model), self.train.batch_size, seed=seed
        )
        parts = [published["validation"], published["test"]]
        validation, test = (_held_out(self._encoded(p, tokenizer, model)) for p in parts)
        questions = templated(unseen, N_TEST, seed=1)
        info = ChatInfo(
            sizes=sizes_of(model), questions=tuple((e.question, e.answer) for e in questions[:8])
        )
        task = InstructionTask(
            model,
            batches,
            (validation, test),
            tokenizer,
            info,
            device,
            by_word=False,
        )
        task.templated, task.instructed = questions, published["test"]
        task.unanswerable = unanswerable(unseen, N_TEST, 1, UNANSWERABLE_UNSEEN)
        task.reader = tokenizer
        freeze_words(model, tokenizer)
        return task

    def _encoded(
        self, examples: Sequence[Example], tokenizer: Tokenizer, model: Llama
    ) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """Tokens of the examples that fit."""
        encoded = (encode_example(tokenizer, e.question, e.answer) for e in examples)
        return [pair for pair in encoded if len(pair[0]) <= model.config.context]


def freeze_words(model: Llama, tokenizer: Tokenizer) -> None:
    """Let only the special tokens learn new vectors.

    The vectors of words are also the rows of the output matrix. Words that are no filling of a
    template would be pushed away as wrong answers, and could never be copied afterwards: 100 % of
    the seen fillings were answered, and 5 % of the unseen ones.
    """
    vectors = model.token_embedding.weight  # (V, C)
    if vectors.requires_grad:  # with LoRA they do not learn at all
        learns = torch.zeros(len(vectors), 1)
        learns[[number(tokenizer, special) for special in CHAT_SPECIALS]] = 1.0
        vectors.register_hook(lambda gradient: gradient * learns.to(gradient.device))


def _held_out(examples: list[tuple[torch.Tensor, torch.Tensor]]) -> HeldOut:
    inputs, targets = padded(examples)
    return HeldOut(inputs, targets, n_words=1)


RECIPES: dict[str, Recipe] = {
    "chat-instructions": InstructionTuning(
        train=TrainConfig(
            steps=2_500,
            batch_size=32,
            evaluate_every=1_000,
            threads=1,
            optim=OptimizerConfig(learning_rate=1e-3),
            lr_schedule=LR_SCHEDULE,
        ),
    ),
}
