"""Our mazes and rules against the installed official game, turn by turn: `make exactness`.

Draws settings over the three generators, sizes 2x2 to 31x29, all densities with their extremes,
every mud range and start; builds each game here and there from one seed; plays the same actions
here and there; compares every cell, link, weight, start, cheese, position, mud, score and end.
Ends with 1 if anything differs. Options: --games N --turns T --seed S --processes P.
"""

import argparse
import multiprocessing
import os
import sys
import time
from collections import Counter

import numpy as np


def draw_preset(rng: np.random.Generator):
    """A random preset, with extremes far more often than chance would bring them."""
    from gradatim.pyrat.game.generators import GENERATORS
    from gradatim.pyrat.game.presets import NAMED_STARTS, Preset

    def percent() -> float:
        return float(rng.choice([0.0, 100.0, 20.0, 60.0, rng.uniform(0, 100)]))

    # Mostly small boards: players meet, share cheese, games end, and the official generator, which
    # takes up to seconds for the largest, is quick.
    widest, highest = ((7, 7), (16, 15), (31, 29))[rng.choice(3, p=(0.7, 0.26, 0.04))]
    width, height = int(rng.integers(2, widest + 1)), int(rng.integers(2, highest + 1))
    least = np.ceil(300 / (width * height))
    cells = max(least, float(rng.choice([100.0, 80.0, 50.0, rng.uniform(0, 100)])))
    low = int(rng.integers(2, 5))
    room = int(width * height * cells / 100) - 2
    return Preset(
        width=width,
        height=height,
        cells=cells,
        walls=percent(),
        mud=percent(),
        mud_range=(low, int(rng.integers(max(low, 2), 10))),
        generator=str(rng.choice(sorted(GENERATORS))),
        cheese=int(rng.integers(1, max(2, min(room, 60) + 1))),
        starts=(str(rng.choice(NAMED_STARTS[:6])), str(rng.choice(NAMED_STARTS))),
    )


def draw_actions(rng: np.random.Generator, T: int) -> np.ndarray:
    """Random actions (T, 2); for part of the time both players do the same, or keep a direction."""
    actions = rng.integers(0, 5, (T, 2))
    if rng.random() < 0.5:  # long straight runs meet more cheese than a random walk
        actions = np.repeat(actions, 3, axis=0)[:T]
    if rng.random() < 0.5:
        together = rng.integers(0, T + 1)
        actions[:together, 1] = actions[:together, 0]
    return actions


def check_game(task: tuple[int, int]) -> Counter:
    """Build and play one game on both sides; count what was compared and what differed."""
    from gradatim.pyrat.game.official import official_game
    from gradatim.pyrat.game.rules import replay
    from gradatim.pyrat.interop.reference_referee import referee_game, referee_replay

    number, T = task
    rng = np.random.default_rng(number)
    preset = draw_preset(rng)
    seed = int(rng.integers(0, 2**63 - 1)) if rng.random() < 0.5 else number
    ours, theirs = official_game(preset, seed), referee_game(preset, seed)
    a, b = ours.maze.as_dict(), theirs.maze.as_dict()
    same_maze = list(a) == list(b) and all(list(a[c].items()) == list(b[c].items()) for c in a)
    count = Counter(mazes=1, cells=len(a))
    count[preset.generator] += 1
    count["mazes that differ"] += not same_maze
    count["starts or cheese that differ"] += (ours.starts, ours.cheese) != theirs[1:]
    actions = draw_actions(rng, T)
    here = replay(b, preset.width, preset.height, theirs.starts, theirs.cheese, actions)
    there = referee_replay(theirs, actions)
    wrong = np.zeros(T + 1, np.bool_)
    for name in here.names():
        wrong |= (here[name] != there[name]).reshape(T + 1, -1).any(axis=1)
    count["turns"] += T
    count["turns that differ"] += int(wrong[1:].sum())
    gained = np.diff(there.score, axis=0)
    left_mud = (there.mud_left[:-1] == 1) & (there.mud_left[1:] == 0)
    count["turns in mud"] += int((there.mud_left > 0).sum())
    count["cheese eaten"] += int(np.ceil(gained).sum() - (gained == 0.5).all(axis=1).sum())
    count["cheese shared"] += int((gained == 0.5).all(axis=1).sum())
    count["cheese at the end of mud"] += int((left_mud & (gained > 0)).sum())
    count["games played to their end"] += bool(there.over[-1])
    return count


def main(arguments: list[str] | None = None) -> None:
    """Print the counts; exit with 1 if anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--games", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=100, help="turns of each game")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments or [])

    from importlib.metadata import version

    from rich.console import Console
    from rich.progress import track

    from gradatim.pyrat.game.official import official_game
    from gradatim.pyrat.game.presets import preset

    official_game(preset("default"), 0)  # compile once, before the processes start
    total: Counter = Counter()
    began = time.perf_counter()
    tasks = [(options.seed * 10_000_000 + i, options.turns) for i in range(options.games)]
    context = multiprocessing.get_context("spawn")
    with context.Pool(options.processes) as pool:
        results = pool.imap_unordered(check_game, tasks, chunksize=10)
        console = Console(stderr=True)
        for count in track(results, "games", total=len(tasks), console=console):
            total.update(count)
    seconds = time.perf_counter() - began
    print(f"pyrat-game {version('pyrat-game')}, {options.processes} processes, {seconds:.0f} s")
    for name, n in sorted(total.items(), key=lambda item: "differ" in item[0]):
        print(f"{name:>30} {n:>12,}")
    if any(n for name, n in total.items() if "differ" in name):
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
