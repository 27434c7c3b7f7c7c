"""Questions with answers, in the form that a model learns to converse from.

    <|user|> What is the capital of France?<|assistant|> Paris.<|end|>

Nothing but these three tokens tells the model whose turn it is. A calculator is two tokens more:
the model writes `<|call|>21+4<|result|>`, the calculator `25<|assistant|>`, and the model goes on.

Shapes: T tokens.
"""

import json
import random
from dataclasses import dataclass
from itertools import pairwise

import torch
from tokenizers import Tokenizer
from torch import Tensor

from gradatim.data.download import fetch
from gradatim.data.language.everyday import plain, small_talk
from gradatim.data.language.lm_batches import IGNORED
from gradatim.data.language.tokenizers import END_OF_TEXT
from gradatim.errors import encoded

USER, ASSISTANT, STOP = "<|user|>", "<|assistant|>", "<|end|>"
CALL, RESULT = "<|call|>", "<|result|>"
CHAT_SPECIALS = (END_OF_TEXT, USER, ASSISTANT, STOP, CALL, RESULT)
# The same form as a Jinja template, as published checkpoints carry it.
TEMPLATE = (
    "{% for message in messages %}"
    "{% if message.role == 'system' %}"
    "{{ raise_exception('it was trained without system messages, leave --system out') }}"
    "{% endif %}"
    "{{ '<|' + message.role + '|> ' + message.content }}"
    "{{ '<|end|>' if message.role == 'assistant' else '' }}"
    "{% endfor %}<|assistant|>"
)
UNKNOWN_ANSWER = "I do not know."

# Questions about what was just said: a filling the model has never seen must be copied.
TEMPLATES = (
    ("Please say {a}.", "{a}."),
    ("Say {a} and {b}.", "{a} and {b}."),
    ("My name is {a}. What is my name?", "Your name is {a}."),
    ("I like {a}. What do I like?", "You like {a}."),
    ("The {a} is in the {b}. Where is the {a}?", "The {a} is in the {b}."),
    ("The {a} is under the {b}. What is under the {b}?", "The {a} is under the {b}."),
    ("I have a {a} and a {b}. What do I have?", "You have a {a} and a {b}."),
    ("What is the opposite of not {a}?", "The opposite of not {a} is {a}."),
)
# Questions about what nobody has said: there is no right answer but that one does not know.
UNANSWERABLE = (
    "What is the name of the {a} in my {b}?",
    "Where did I put my {a} and my {b}?",
    "Who gave me the {a} and the {b} last year?",
    "How old is the {a} of my {b}?",
    "What color is my {a}?",
    "When did I buy the {a}?",
    "Why did my sister take the {a}?",
    "How many {a}s are in my {b}?",
)
# The same in other words, which no model learns from: to see whether it invents an answer.
UNANSWERABLE_UNSEEN = (
    "Which {a} did my uncle choose?",
    "What did I eat with the {a} yesterday?",
    "Tell me where my friend hid the {a}.",
    "Whose {a} is behind the {b}?",
    "How much did I pay for the {a}?",
    "Do you remember the title of my book about {a}?",
)


@dataclass(frozen=True)
class Example:
    """What a user says, and what the model should answer."""

    question: str
    answer: str


def instructions() -> dict[str, list[Example]]:
    """Read Raschka's 1,100 instructions, by part, in the published order: 85, 10 and 5 %."""
    rows = json.loads(fetch("chat", "instruction-data.json").read_text("utf-8"))
    return {
        part: [Example(_question(row), plain(row["output"])) for row in some]
        for part, some in _parts(rows).items()
    }


@dataclass(frozen=True)
class Preference:
    """A question with the answer that people prefer, and one that they reject."""

    question: str
    chosen: str
    rejected: str


def preferences() -> dict[str, list[Preference]]:
    """Read the same instructions with a polite and a rude answer each, by part."""
    file = fetch("chat", "instruction-data-with-preference.json")
    rows = json.loads(file.read_text("utf-8"))
    return {
        part: [
            Preference(_question(row), plain(row["chosen"]), plain(row["rejected"])) for row in some
        ]
        for part, some in _parts(rows).items()
    }


def _question(row: dict[str, str]) -> str:
    return plain(row["instruction"] + (f"\n{row['input']}" if row["input"] else ""))


def _parts(rows: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    n, m = int(0.85 * len(rows)), int(0.95 * len(rows))
    return {"train": rows[:n], "test": rows[n:m], "validation": rows[m:]}


def small_talk_examples() -> list[Example]:
    """Every turn of the small talk with the one that follows it."""
    talks = [talk.split("\n") for talk in small_talk()]
    return [Example(a, b) for talk in talks for a, b in pairwise(talk)]


def templated(words: list[str], n: int, seed: int) -> list[Example]:
    """Fill the templates with words, n questions."""
    draw = random.Random(seed)
    examples = []
    for i in range(n):
        a, b = draw.sample(words, 2)
        question, answer = TEMPLATES[i % len(TEMPLATES)]
        examples.append(Example(question.format(a=a, b=b), answer.format(a=a, b=b)))
    return examples


def unanswerable(
    words: list[str], n: int, seed: int, templates: tuple[str, ...] = UNANSWERABLE
) -> list[Example]:
    """Ask n things that nobody has told, with the only honest answer."""
    draw = random.Random(seed)
    examples = []
    for i in range(n):
        a, b = draw.sample(words, 2)
        question = templates[i % len(templates)].format(a=a, b=b)
        examples.append(Example(question, UNKNOWN_ANSWER))
    return examples


def made_up_words(tokenizer: Tokenizer, unseen: list[str], n: int, seed: int) -> list[str]:
    """Invent n words of two pieces that a tokenizer knows, none of them a token of `unseen`.

    Whoever learns to copy pieces of every kind has learned to copy, not a list of words.
    """
    draw = random.Random(seed)
    kept_away = {number for word in unseen for number in tokenizer.encode(f" {word}").ids}
    plain_tokens = (token.lstrip("Ġ") for token in tokenizer.get_vocab())
    pieces = sorted({t for t in plain_tokens if t.isascii() and t.isalpha() and t.islower()})
    words: list[str] = []
    while len(words) < n:
        word = draw.choice(pieces) + draw.choice(pieces)
        numbers = tokenizer.encode(f" {word}").ids
        if len(numbers) > 1 and not kept_away & set(numbers):
            words.append(word)
    return words


def sums(n: int, digits: int, seed: int, *, calculator: bool) -> list[Example]:
    """Ask for n sums of two numbers of so many digits, with the calculator or without."""
    draw = random.Random(seed)
    first, last = 10 ** (digits - 1) if digits > 1 else 0, 10**digits - 1
    examples = []
    for _ in range(n):
        a, b = draw.randint(first, last), draw.randint(first, last)
        work = f"{CALL}{a}+{b}{RESULT}{a + b}{ASSISTANT} " if calculator else ""
        examples.append(Example(f"{a}+{b}=", f"{work}{a + b}"))
    return examples


def fillings(tokenizer: Tokenizer) -> tuple[list[str], list[str]]:
    """Words that are one token, to fill templates with: those to learn from, and unseen ones."""
    words = sorted(
        token[1:]
        for token in tokenizer.get_vocab()
        if token.startswith("Ġ") and token[1:].isascii() and token[1:].isalpha()
        if len(token) > 4 and token[1:].islower()
    )
    random.Random(0).shuffle(words)
    border = int(0.8 * len(words))
    return words[:border], words[border:]


def prompt_text(question: str) -> str:
    """A question as the model reads it, open for the answer."""
    # With the space a word has the same token here as in the middle of a sentence.
    return f"{USER} {question}{ASSISTANT}"


def number(tokenizer: Tokenizer, special: str) -> int:
    """The number of one of `CHAT_SPECIALS`, which a tokenizer of conversations has."""
    found: int | None = tokenizer.token_to_id(special)
    assert found is not None  # see `ChatStage.opened`
    return found


def encode_example(tokenizer: Tokenizer, question: str, answer: str) -> tuple[Tensor, Tensor]:
    """Turn a question with its answer into tokens to read and to predict.

    Returns:
        inputs and targets, int64 (T,): the targets are the inputs one token later, -100 before the
        answer and in what the calculator writes, which the model need not learn to say.
    """
    before = encoded(tokenizer, prompt_text(question), specials=False).ids
    after = encoded(tokenizer, f" {answer}{STOP}", specials=False).ids
    tokens = torch.tensor([*before, *after])
    targets = tokens[1:].clone()
    targets[: len(before) - 1] = IGNORED
    result, assistant = number(tokenizer, RESULT), number(tokenizer, ASSISTANT)
    if result in after:
        first = len(before) + after.index(result)  # place of the token in the text
        last = len(before) + after.index(assistant)
        targets[first:last] = IGNORED  # the result; the model still says that it wants one
    return tokens[:-1], targets
