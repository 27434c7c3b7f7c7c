"""The batched PyRat engine beside the official one: turns, mazes, decisions per second.

One process and one thread. Preset `walls`: 21x15, 60 % walls, 20 % mud of 4 to 9 turns, 41 cheese.
Blocks of ours and of the official engine alternate. Best and median block are by the clock on the
wall; the last column is by the core time that the process got, fairer on a machine with other work.
"""

import os
import time
from collections.abc import Callable

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.history import Figure

N_GAMES, N_MAZES, N_BLOCKS, N_STEPS = 4096, 256, 9, 100


class Clock:
    """Blocks of work, in items per second."""

    def __init__(self) -> None:
        self.rates: list[float] = []
        self.n = self.core = 0.0

    def run(self, block: Callable[[], int | float]) -> None:
        """Time one block, which returns how many things it did."""
        wall, core = time.perf_counter(), time.process_time()
        n = block()
        self.add(n, time.perf_counter() - wall, time.process_time() - core)

    def add(self, n: float, wall: float, core: float) -> None:
        """Count a block that was timed elsewhere."""
        self.rates.append(n / wall)
        self.n += n
        self.core += core

    def row(self, name: str) -> tuple[str, str, str, str]:
        """Name, best block, median block, and the mean by seconds of core time."""
        best, median = max(self.rates), float(np.median(self.rates))
        return name, f"{best:,.0f}", f"{median:,.0f}", f"{self.n / self.core:,.0f}"


def recorded_game(kind, seed: int):
    """One game of two greedy players: the official game of the seed and the actions they chose."""
    from gradatim.pyrat.game.engine import Games
    from gradatim.pyrat.game.maze_pool import MazePool
    from gradatim.pyrat.game.official import official_game
    from gradatim.pyrat.registry import player

    game = official_game(kind, seed)
    games = Games(MazePool.of([game.maze], kind), 1, auto_reset=False)
    games.place(np.zeros(1), np.array([game.starts]), np.array([game.cheese]))
    rat, python = player("greedy", seed), player("greedy", seed + 1)
    chosen: tuple[list[int], list[int]] = ([], [])
    while not games.state.over[0]:
        actions = np.stack([rat(games, 0), python(games, 1)], axis=1)
        for side in (0, 1):
            if games.state.mud_left[0, side] == 0:
                chosen[side].append(int(actions[0, side]))
        games.step(actions)
    return game, chosen, int(games.state.turn[0]), games.state.score[0].tolist()


def official_block(kind, seed: int, building: Clock, playing: Clock) -> None:
    """The same game in the official package: its own maze from the seed, its own game loop."""
    import pyrat
    from gradatim.pyrat.game.maze import ACTIONS

    game, chosen, n_turns, score = recorded_game(kind, seed)
    words = [pyrat.Action(word) for word in ACTIONS]
    wall, core = time.perf_counter(), time.process_time()
    official = pyrat.Game(
        game_mode=pyrat.GameMode.SIMULATION,
        random_seed=seed,
        maze_width=kind.width,
        maze_height=kind.height,
        cell_percentage=kind.cells,
        wall_percentage=kind.walls,
        mud_percentage=kind.mud,
        mud_range=kind.mud_range,
        nb_cheese=kind.cheese,
    )
    building.add(1, time.perf_counter() - wall, time.process_time() - core)
    for side, name in enumerate(("rat", "python")):
        moves = pyrat.FixedPlayer([words[action] for action in chosen[side]], name=name)
        official.add_player(moves, team=name, location=game.starts[side])
    wall, core = time.perf_counter(), time.process_time()
    stats = official.start()
    playing.add(n_turns, time.perf_counter() - wall, time.process_time() - core)
    theirs = [stats["players"][name]["score"] for name in ("rat", "python")]
    if (stats["turns"], theirs) != (n_turns, score):
        raise RuntimeError(f"the official game of seed {seed} ended differently: {stats}")


def main() -> list[Figure]:
    """Print one table."""
    os.environ["OMP_NUM_THREADS"] = "1"
    from gradatim.pyrat.game.engine import Games
    from gradatim.pyrat.game.maze_pool import MazePool
    from gradatim.pyrat.game.observations import observe_entities, observe_flat, observe_planes
    from gradatim.pyrat.game.presets import preset
    from gradatim.pyrat.registry import player

    kind = preset("walls")
    pool = MazePool.build(kind, N_MAZES)
    games = Games(pool, N_GAMES, seed=1)
    fresh = Games(pool, N_GAMES, seed=2)
    capped = Games(
        MazePool.of([pool.maze(i) for i in range(N_MAZES)], preset("walls", turn_cap=125)),
        N_GAMES,
        seed=3,
    )
    moves = np.random.default_rng(0).integers(1, 5, (N_STEPS, N_GAMES, 2), np.int8)
    names = ("greedy", "planner", "planner-2")
    players = {name: player(name, 1) for name in names}
    small = Games(pool, 256, seed=4, auto_reset=True)
    views = {"flat": observe_flat, "planes": observe_planes, "entities": observe_entities}
    buffers = {name: view(fresh, 0) for name, view in views.items()}
    clocks: dict[str, Clock] = {}
    n_resets = 0

    def steps(batch: Games) -> int:
        nonlocal n_resets
        for actions in moves:
            outcome = batch.step(actions)
            n_resets += int(outcome.over.sum() + outcome.capped.sum())
        return N_STEPS * N_GAMES

    def observations(view: Callable, buffer: object) -> int:
        for _ in range(5):
            view(fresh, 0, buffer)
        return 5 * N_GAMES

    def decisions(name: str) -> int:
        n = 0
        for _ in range(40 if name == "greedy" else 4):
            actions = np.zeros((small.n, 2), np.int8)
            actions[:, 0] = players[name](small, 0)
            actions[:, 1] = players["greedy"](small, 1)
            n += int((small.state.mud_left[:, 0] == 0).sum())
            small.step(actions)
        return n

    def timed(name: str, block: Callable[[], int | float]) -> None:
        clocks.setdefault(name, Clock()).run(block)

    steps(games), steps(capped), [decisions(name) for name in names]  # compile, warm up
    n_resets = 0
    building, playing = Clock(), Clock()
    for block in range(N_BLOCKS):
        official_block(kind, 1000 + block, building, playing)
        timed("turns, random moves, 4,096 games", lambda: steps(games))
        timed("turns, the same, truncated at 125 with auto-reset", lambda: steps(capped))
        timed("mazes with all travel times", lambda b=block: len(MazePool.build(kind, 64, 64 * b)))
        for name, view in views.items():
            timed(
                f"observations `{name}`, all cheese there",
                lambda v=view, b=buffers[name]: observations(v, b),
            )
        for name in names:
            timed(f"decisions of `{name}` (beside greedy)", lambda n=name: decisions(n))
    table = Table("on one core, per second", "best", "median", "by core time", title="walls")
    table.add_row(*playing.row("official: turns, recorded greedy moves"), style="dim")
    table.add_row(*building.row("official: mazes without travel times"), style="dim")
    for name, clock in clocks.items():
        table.add_row(*clock.row(name))
    console = Console(width=110)
    console.print(table)
    ours = clocks["turns, random moves, 4,096 games"].rates
    ratio = np.median(ours) / np.median(playing.rates)
    console.print(f"{n_resets:,} games were renewed from the pool while stepping.")
    console.print(f"Median turns per second, ours by official: {ratio:,.0f}.")
    official = {
        "turns, random moves, 4,096 games": playing,
        "mazes with all travel times": building,  # the official ones come without
    }
    figures = []
    for name, clock in clocks.items():
        peer = float(np.median(official[name].rates)) if name in official else None
        median = float(np.median(clock.rates))
        figures.append(Figure(name, median, "per second", peer, less_is_better=False))
    return figures


if __name__ == "__main__":
    main()
