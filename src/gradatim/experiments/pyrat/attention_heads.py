"""What the heads of a Transformer on cheeses attend to, measured over a whole game.

A head is compared with uniform attention: a fraction or a distance that differs is a habit.

Shapes: K cheeses, H heads, L layers.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gradatim.experiments.pyrat.policy_trace import TraceStep
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section, paragraph

FEWEST = 4  # cheeses; with fewer there is nothing to choose from
ABOUT = (
    "Every cheese attends to every cheese. Means over all turns of the game: the fraction of a "
    "head's attention on the cheese itself, the distance to the other cheeses it attends to, and "
    "the fraction on cheese that the opponent reaches first. The first row shows uniform "
    "attention. Attention says where a head reads, not why."
)


class Habit(NamedTuple):
    """What a head attends to: means over querying cheeses and turns."""

    itself: float  # fraction of the attention on the querying cheese
    turns: float  # mean turns to the other cheeses it attends to
    lost: float  # fraction of the attention on cheese that the opponent reaches first


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


def describe(head: Habit, uniform: Habit) -> str:
    """The strongest habit in words."""
    if head.itself > 0.4:
        return "itself"
    if head.turns < 0.75 * uniform.turns:
        return "near cheese"
    if head.turns > 1.2 * uniform.turns:
        return "far cheese"
    if head.lost - uniform.lost > 0.1:
        return "cheese the other reaches first"
    if uniform.lost - head.lost > 0.1:
        return "cheese it reaches first"
    return "nearly uniform"


def heads_section(trace: Sequence[TraceStep]) -> Section:
    """A table of all heads."""
    asked = [t for t in trace if len(t.cells) >= FEWEST]
    if not asked:
        return Section(
            title="What the heads attend to",
            body=[paragraph("Fewer than four cheeses in every turn: too few to measure.")],
        )

    def mean(habits: list[Habit]) -> Habit:
        return Habit(*np.mean(habits, axis=0).tolist())

    def row(name: str, habit: Habit, words: str) -> list[str]:
        return [name, f"{habit.itself:.0%}", f"{habit.turns:.1f}", f"{habit.lost:.0%}", words]

    equal = [np.full((len(t.cells), len(t.cells)), 1 / len(t.cells)) for t in asked]
    uniform = mean([habit_of(e, t.between, t.times) for e, t in zip(equal, asked, strict=True)])
    rows = [row("uniform", uniform, "")]
    for layer in range(len(asked[0].attention)):
        for head in range(len(asked[0].attention[layer])):
            habits = [habit_of(t.attention[layer][head].numpy(), t.between, t.times) for t in asked]
            habit = mean(habits)
            name = f"layer {layer + 1}, head {head + 1}"
            rows.append(row(name, habit, describe(habit, uniform)))
    header = ["", "itself", "turns away", "other is first", "attends to"]
    return Section(
        title="What the heads attend to", body=[paragraph(ABOUT), html.table(header, rows)]
    )
