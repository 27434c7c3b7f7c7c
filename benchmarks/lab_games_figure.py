"""The figure of docs/labs/games.md: why the best play is sometimes random, on a board of 3x3.

    python -m benchmarks.lab_games_figure    # writes docs/figures/lab-games.en.png and .fr.png

Every number in it comes from the exact solver.
"""

from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from gradatim.pyrat import preset
from gradatim.pyrat.game.official import official_maze
from gradatim.pyrat.solver.solution import solve

FIGURES = Path(__file__).parents[1] / "docs" / "figures"
CHEESE, STARTS = [1, 2, 3, 6], (0, 8)
EAST, SOUTH, NORTH, WEST = 2, 3, 1, 4
RAT, PYTHON, GOLD, INK = "#0b62b8", "#1d7f4f", "#d9a400", "#222222"
WORDS = {
    "en": {
        "board": "two arms of cheese",
        "table": "result of the rat",
        "curve": "what the rat is sure of",
        "rat": ("rat east", "rat south"),
        "python": ("python\nnorth", "python\nwest"),
        "x": "chance that the rat goes east",
        "lines": ("if the python goes north", "if the python goes west"),
    },
    "fr": {
        "board": "deux bras de fromage",
        "table": "résultat du rat",
        "curve": "ce dont le rat est sûr",
        "rat": ("rat à l’est", "rat au sud"),
        "python": ("python\nau nord", "python\nà l’ouest"),
        "x": "probabilité que le rat aille à l’est",
        "lines": ("si le python va au nord", "si le python va à l’ouest"),
    },
}


def payoffs() -> np.ndarray:
    """The results of the rat, (2, 2): east or south against north or west."""
    maze = official_maze(preset("course", width=3, height=3, cheese=1), 0)
    solution = solve(maze, CHEESE)
    decision = solution.decision(solution.start(STARTS))
    rows = [decision.actions[0].index(action) for action in (EAST, SOUTH)]
    columns = [decision.actions[1].index(action) for action in (NORTH, WEST)]
    return decision.payoffs[np.ix_(rows, columns)]


def draw_board(axes) -> None:
    """The board, the players and where each may go."""
    for k in range(4):
        axes.plot([0, 3], [k, k], color="#dddddd", lw=1)
        axes.plot([k, k], [0, 3], color="#dddddd", lw=1)
    axes.plot([0, 3, 3, 0, 0], [0, 0, 3, 3, 0], color=INK, lw=2)
    for cell in CHEESE:
        axes.plot(cell % 3 + 0.5, cell // 3 + 0.5, "o", ms=13, mfc="none", mec=GOLD, mew=3)
    for (x, y), color, letter, ways in (
        ((0.5, 0.5), RAT, "R", ((1, 0), (0, 1))),
        ((2.5, 2.5), PYTHON, "P", ((0, -1), (-1, 0))),
    ):
        for dx, dy in ways:
            axes.annotate(
                "",
                (x + 0.74 * dx, y + 0.74 * dy),
                (x + 0.3 * dx, y + 0.3 * dy),
                arrowprops={"arrowstyle": "-|>", "color": color, "lw": 2.2},
            )
        axes.plot(x, y, "o", ms=21, color=color)
        axes.text(x, y, letter, color="white", weight="bold", ha="center", va="center")
    axes.set(xlim=(-0.05, 3.05), ylim=(3.05, -0.05), aspect="equal")
    axes.axis("off")


def draw_table(axes, table: np.ndarray, words: dict) -> None:
    """The matrix game."""
    axes.imshow(table, cmap="Blues", vmin=-0.4, vmax=1.7)
    for i in range(2):
        for j in range(2):
            axes.text(j, i, f"{table[i, j]:.1f}", ha="center", va="center", fontsize=17)
    axes.set_xticks([0, 1], words["python"], color=PYTHON)
    axes.set_yticks([0, 1], words["rat"], color=RAT)
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    for side in axes.spines.values():
        side.set_visible(False)


def draw_curve(axes, table: np.ndarray, words: dict) -> None:
    """The rat's result against each answer, by the chance that it goes east."""
    p = np.linspace(0, 1, 101)
    lines = [p * table[0, j] + (1 - p) * table[1, j] for j in range(2)]
    for line, name, style in zip(lines, words["lines"], ("-", "--"), strict=True):
        axes.plot(p, line, style, color=PYTHON, lw=2, label=name)
    sure = np.minimum(*lines)
    axes.fill_between(p, 0.4, sure, color=RAT, alpha=0.16, lw=0)
    best = int(sure.argmax())
    axes.plot(p[best], sure[best], "o", color=RAT, ms=9)
    axes.text(
        p[best], sure[best] + 0.035, f"{sure[best]:.2f}", color=RAT, ha="center", weight="bold"
    )
    axes.set(xlim=(0, 1), ylim=(0.4, 1.05), xlabel=words["x"])
    axes.legend(frameon=False, loc="lower center", fontsize=9)
    axes.spines[["top", "right"]].set_visible(False)


def main() -> None:
    """Write both figures."""
    table = payoffs()
    for language, words in WORDS.items():
        figure, (left, middle, right) = plt.subplots(
            1, 3, figsize=(10.4, 3.5), width_ratios=[1, 1, 1.25], layout="constrained"
        )
        draw_board(left)
        draw_table(middle, table, words)
        draw_curve(right, table, words)
        left.set_title(words["board"], fontsize=12)
        right.set_title(words["curve"], fontsize=12)
        middle.set_xlabel(words["table"], fontsize=12)
        figure.savefig(FIGURES / f"lab-games.{language}.png", dpi=110)
        plt.close(figure)


if __name__ == "__main__":
    main()
