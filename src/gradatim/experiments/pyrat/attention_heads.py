"""Where the heads of a Transformer on cheeses look, measured over a whole game.

A head is compared with one that looks everywhere alike: a share or a distance that differs from it
is a habit.

Shapes: K cheeses, H heads, L layers.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gradatim.experiments.pyrat.policy_trace import Thought
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section, paragraph

FEWEST = 4  # cheeses; with fewer there is nothing to choose from
ABOUT = (
    "Every cheese looks at every cheese. Over all turns of the game: how much of a head's weight "
    "stays on the cheese itself, how many turns away the others are that it looks at, and how much "
    "falls on cheese that the opponent reaches first. In the first row is what a head would show "
    "that looks at all cheese alike. Weights are what a head looks at, not why."
)


class Habit(NamedTuple):
    """What a head looks at, on average over looking cheeses and turns."""

    itself: float  # share of the weight on the looking cheese
    turns: float  # mean turns to the other cheeses it looks at
    lost: float  # share of the weight on cheese that the opponent reaches first


def habit_of(weights: np.ndarray, between: np.ndarray, times: np.ndarray) -> Habit:
    """Measure one head in one turn.

    Args:
        weights: (K, K), rows sum to 1.
        between: (K, K) turns between cheeses.
        times: (2, K) turns to each cheese, for me and for the other.
    """
    itself = np.diagonal(weights)
    others = weights * (1 - np.eye(len(weights)))
    turns = (others * between).sum(1) / np.maximum(others.sum(1), 1e-9)
    lost = (weights * (times[1] < times[0])).sum(1)
    return Habit(float(itself.mean()), float(turns.mean()), float(lost.mean()))


def describe(head: Habit, alike: Habit) -> str:
    """The strongest habit in words."""
    if head.itself > 0.4:
        return "itself"
    if head.turns < 0.75 * alike.turns:
        return "near cheese"
    if head.turns > 1.2 * alike.turns:
        return "far cheese"
    if head.lost - alike.lost > 0.1:
        return "cheese the other reaches first"
    if alike.lost - head.lost > 0.1:
        return "cheese it reaches first"
    return "nearly all alike"


def heads_section(thoughts: Sequence[Thought]) -> Section:
    """A table of all heads."""
    asked = [t for t in thoughts if len(t.cells) >= FEWEST]
    if not asked:
        return Section(title="What the heads look at", body=[paragraph("Too little cheese.")])

    def mean(habits: list[Habit]) -> Habit:
        return Habit(*np.mean(habits, axis=0).tolist())

    def row(name: str, habit: Habit, words: str) -> list[str]:
        return [name, f"{habit.itself:.0%}", f"{habit.turns:.1f}", f"{habit.lost:.0%}", words]

    even = [np.full((len(t.cells), len(t.cells)), 1 / len(t.cells)) for t in asked]
    alike = mean([habit_of(e, t.between, t.times) for e, t in zip(even, asked, strict=True)])
    rows = [row("all alike", alike, "")]
    for layer in range(len(asked[0].attention)):
        for head in range(len(asked[0].attention[layer])):
            habits = [habit_of(t.attention[layer][head].numpy(), t.between, t.times) for t in asked]
            habit = mean(habits)
            name = f"layer {layer + 1}, head {head + 1}"
            rows.append(row(name, habit, describe(habit, alike)))
    header = ["", "itself", "turns away", "other is first", "looks at"]
    return Section(
        title="What the heads look at", body=[paragraph(ABOUT), html.table(header, rows)]
    )
