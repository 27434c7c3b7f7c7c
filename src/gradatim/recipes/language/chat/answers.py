"""Answers of a chat model to many questions at once, and the calculator it may use.

Shapes: B questions of one length, T tokens of each.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import torch
from tokenizers import Tokenizer
from torch import nn

from gradatim.data.language.conversations import (
    ASSISTANT,
    CALL,
    RESULT,
    STOP,
    number,
    prompt_text,
)
from gradatim.errors import encoded
from gradatim.models.language.batch_sampling import sample_batch

AT_ONCE = 128  # questions in one pass
LONGEST_SUM = 30  # characters of a call that the calculator reads


@dataclass
class Answer:
    """What a model wrote after a question.

    Attributes:
        prompt: tokens of the question.
        tokens: of the answer, with the calculator's.
        own: of each of them, whether the model wrote it.
        ended: whether the model ended the answer itself.
    """

    prompt: list[int]
    tokens: list[int] = field(default_factory=list)
    own: list[bool] = field(default_factory=list)
    ended: bool = False


def calculate(text: str) -> str | None:
    """Add what stands after the last `<|call|>` of a text; None if that is not a sum."""
    asked = text.rpartition(CALL)[2].removesuffix(RESULT)
    found = re.fullmatch(r"\s*(\d+)\s*\+\s*(\d+)\s*", asked[:LONGEST_SUM])
    return str(int(found[1]) + int(found[2])) if found else None


def answer_all(
    model: nn.Module,
    tokenizer: Tokenizer,
    questions: Iterable[str],
    n_tokens: int,
    *,
    calculator: bool = True,
    temperature: float = 0.0,
    generator: torch.Generator | None = None,
) -> list[Answer]:
    """Let a model answer questions, each as the first of a conversation.

    When it writes `<|call|>3+4<|result|>` the calculator writes `7<|assistant|>`, once per answer,
    and the model goes on.

    Args:
        model: a causal language model in eval mode.
        tokenizer: with the tokens of conversations.
        questions: texts of the user.
        n_tokens: most tokens written at a stretch.
        calculator: whether it answers when it is called.
        temperature: of the draws; 0 takes the likeliest token.
        generator: of the draws.
    """
    answers = [
        Answer(encoded(tokenizer, prompt_text(question), specials=False).ids)
        for question in questions
    ]
    ends = number(tokenizer, STOP), number(tokenizer, RESULT)

    def write(waiting: list[Answer]) -> None:
        for some in _of_one_length(waiting):
            prompts = torch.tensor([answer.prompt + answer.tokens for answer in some])
            written = sample_batch(
                model,  # type: ignore[arg-type]
                prompts,
                n_tokens,
                ends=ends,
                temperature=temperature,
                generator=generator,
            )
            for answer, row in zip(some, written.tolist(), strict=True):
                _take(answer, row, ends)

    write(answers)
    if calculator:
        called = [answer for answer in answers if answer.tokens[-1] == ends[1]]
        write([answer for answer in called if _use_calculator(answer, tokenizer)])
    return answers


def _of_one_length(answers: list[Answer]) -> Iterator[list[Answer]]:
    """Group by length, so that nothing has to be padded, which a causal model would read."""
    by_length: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_length[len(answer.prompt) + len(answer.tokens)].append(answer)
    for same in by_length.values():
        for i in range(0, len(same), AT_ONCE):
            yield same[i : i + AT_ONCE]


def _take(answer: Answer, row: list[int], ends: tuple[int, int]) -> None:
    """Keep what was written up to the first end."""
    places = [place for place, token in enumerate(row) if token in ends]
    kept = row[: places[0] + 1] if places else row
    answer.tokens += kept
    answer.own += [True] * len(kept)
    answer.ended = kept[-1] == ends[0]


def _use_calculator(answer: Answer, tokenizer: Tokenizer) -> bool:
    """Let the calculator write; False if it was asked nothing that it can do."""
    found = calculate(tokenizer.decode(answer.tokens, skip_special_tokens=False))
    if found is None:
        return False
    tokens = encoded(tokenizer, found + ASSISTANT, specials=False).ids
    answer.tokens += tokens
    answer.own += [False] * len(tokens)
    return True


def answer_text(answer: Answer, tokenizer: Tokenizer) -> str:
    """What a reader sees: the words after the calculator's, without special tokens."""
    text = tokenizer.decode(answer.tokens, skip_special_tokens=False)
    return text.rpartition(ASSISTANT)[2].removesuffix(STOP).strip()
