"""Synthetic facts about synthetic people: what a language model was trained on is known exactly.

Names are made of syllables, so no model can have seen them. Every fact is a question with one
answer, written in whole words:

    <question> where was Lomira Tasketh born <answer> Velmar <end>

Three kinds of people: known ones, whose facts are in the training set; unseen ones, who never
appear; and (if wanted) people whose questions are answered by <unknown> in training, to teach a
model to abstain. All share first and last names, so that no name alone tells an unseen person.

Shapes: N facts, T words.
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from gradatim.data.sampler import torch_generator
from gradatim.errors import UserError

PADDING, QUESTION, ANSWER, END, UNKNOWN = (
    "<padding>",
    "<question>",
    "<answer>",
    "<end>",
    "<unknown>",
)
SPECIAL = (PADDING, QUESTION, ANSWER, END, UNKNOWN)
ASKED = {  # what is asked: words before and after the name
    "city": ("where was", "born"),
    "job": ("what does", "do"),
    "pet": ("which animal does", "keep"),
}
JOBS = (
    *("baker", "miller", "pilot", "nurse", "judge", "painter", "farmer", "tailor"),
    *("printer", "singer", "smith", "cook", "clerk", "diver", "guide", "weaver"),
)
PETS = (
    *("cat", "dog", "goat", "parrot", "tortoise", "rabbit", "horse", "goose"),
    *("ferret", "carp", "mouse", "donkey", "lizard", "owl", "snail", "pony"),
)
N_CITIES = 16
STARTS, MIDDLES = list("bdfgklmnprstvz"), list("aeiou")
ENDS = ["l", "m", "n", "r", "s", "th", "x", "sk"]


class Fact(NamedTuple):
    """A question about somebody, and the true answer."""

    person: str
    asked: str  # a key of ASKED
    answer: str

    @property
    def words(self) -> list[str]:
        """The question up to <answer>."""
        before, after = ASKED[self.asked]
        return [QUESTION, *before.split(), *self.person.split(), *after.split(), ANSWER]


@dataclass(frozen=True)
class World:
    """People, and what is true of them.

    Attributes:
        known: facts of the training set.
        refused: facts of people about whom the training set says <unknown>.
        unseen: facts of unseen people, who never appear in the training set.
        vocabulary: all words; the index is the token.
    """

    known: list[Fact]
    refused: list[Fact]
    unseen: list[Fact]
    vocabulary: tuple[str, ...]

    @property
    def length(self) -> int:
        """T: words of the longest fact."""
        return max(len(fact.words) for fact in self.known) + 2


def invent(n_known: int, n_refused: int, n_unseen: int, seed: int) -> World:
    """Make up people and their facts.

    Args:
        n_known: people whose facts are in the training set.
        n_refused: people about whom the training set says <unknown>.
        n_unseen: people who appear in the test only.
        seed: of everything.

    Raises:
        UserError: a number below zero, nobody known, or more people than names.
    """
    n_people = n_known + n_refused + n_unseen
    if n_known < 1 or min(n_refused, n_unseen) < 0:
        raise UserError(
            f"{n_known} known, {n_refused} refused and {n_unseen} unseen people: give at least 1 "
            "known one, and 0 or more of the others."
        )
    generator = torch_generator(seed, 1)
    side = 2
    # So that an unseen person's name is a combination like any other, and not the only one left.
    while side * side < 2 * n_people:  # half of the combinations stay free
        side += 1
    if side > 400:
        raise UserError(f"there are not names enough for {n_people:,} people: at most 80,000.")
    firsts, lasts, cities = (_names(n, generator) for n in (side, side, N_CITIES))
    pairs = torch.randperm(side * side, generator=generator)[:n_people].tolist()
    people = [f"{firsts[pair // side]} {lasts[pair % side]}" for pair in pairs]
    values = {"city": cities, "job": JOBS, "pet": PETS}
    facts = [
        [
            Fact(person, asked, words[int(torch.randint(len(words), (), generator=generator))])
            for asked, words in values.items()
        ]
        for person in people
    ]
    known = [fact for told in facts[:n_known] for fact in told]
    refused = [fact for told in facts[n_known : n_known + n_refused] for fact in told]
    unseen = [fact for told in facts[n_known + n_refused :] for fact in told]
    frame = dict.fromkeys(w for parts in ASKED.values() for p in parts for w in p.split())
    vocabulary = (*SPECIAL, *frame, *cities, *JOBS, *PETS, *dict.fromkeys((*firsts, *lasts)))
    return World(known, refused, unseen, vocabulary)


def _names(n: int, generator: torch.Generator) -> list[str]:
    """Make different names of two or three syllables."""

    def pick(parts: list[str]) -> str:
        return parts[int(torch.randint(len(parts), (), generator=generator))]

    names: dict[str, None] = {}
    while len(names) < n:
        n_more = 1 + int(torch.randint(2, (), generator=generator))
        name = "".join(pick(STARTS) + pick(MIDDLES) for _ in range(n_more))
        names[(name + pick(STARTS) + pick(MIDDLES) + pick(ENDS)).capitalize()] = None
    return list(names)


def encode(facts: list[Fact], world: World, *, refuse: bool = False) -> tuple[Tensor, Tensor]:
    """Turn facts into tokens.

    Args:
        facts: N of them.
        world: whose words they use.
        refuse: write <unknown> instead of the true answer.

    Returns:
        Tokens with padding at the end, int64 (N, T), and the place of the answer in each, (N,).
    """
    index = {word: i for i, word in enumerate(world.vocabulary)}
    # 0 is <padding>, the first of the special words.
    tokens = torch.zeros(len(facts), world.length, dtype=torch.long)
    places = torch.empty(len(facts), dtype=torch.long)
    for row, fact in enumerate(facts):
        words = [*fact.words, UNKNOWN if refuse else fact.answer, END]
        tokens[row, : len(words)] = torch.tensor([index[w] for w in words])
        places[row] = len(fact.words)
    return tokens, places
