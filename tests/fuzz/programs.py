"""Fuzzed: mazes as dictionaries, player files and exercise files.

The programs run in this process, thousands a second, for none of the lines that are put into them
does harm; every now and then one goes the whole way, in a process of its own.
"""

import contextlib
import io
import random
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

import pyrat
from gradatim.labs.check import check_source
from gradatim.labs.exercise import Exercise, exercises, find
from gradatim.labs.grading.grader import grade
from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.game.maze import Maze
from gradatim.pyrat.matches import external_worker
from gradatim.pyrat.matches.external_player import ExternalPlayer
from tests.fuzz.damage import damaged_bytes, damaged_text, odd_leaf

PLAYER = b"""from pyrat import Action, Player

STEPS = [Action.NORTH, Action.EAST]


class Mine(Player):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.seen = {}

    def preprocessing(self, maze, game_state):
        self.seen = {cell: maze.get_neighbors(cell) for cell in maze.get_vertices()}

    def turn(self, maze, game_state):
        here = game_state.player_locations[self.get_name()]
        return STEPS[len(self.seen[here]) % 2]
"""
PLAYER_LINES = [
    b"# coding: latin-1", b"# coding: x", b"import os, sys", b"raise SystemExit(3)", b"x = 1 / 0",
    b"        return None", b"        return 'north'", b"        return 10 ** 5000",
    b"        raise BaseException", b"        raise ValueError('\\ud800[/x]')", b"    turn = None",
    b"class Other(Player):\n    def turn(self, maze, game_state):\n        return Action.WEST",
    b"    pass", b"del Player", b"Player = int", b"        del self.seen", b"import players.x",
    b"from players.Random1 import Random1", b"    def get_name(self): return 3", b"\xe9 = 1",
    b"Game().start()", b"class Mine: pass", b"        return Action", b"print('\\x1b[2J')",
    b"    def __init__(self): pass", b"        yield Action.NORTH", b"'''",
    b"async def f(): pass",
]  # fmt: skip
EXERCISE_LINES = [
    b"import os", b"raise SystemExit(3)", b"    return None", b"    return lambda: 0",
    b"    return object()", b"def f(): yield 1", b"    return x.half()", b"    raise BaseException",
    b"    return {'a': 1}", b"    return float('nan')", b"    return '\\ud800'", b"    del x",
    b"    return 10**5000", b"    return type('A', (), {})()", b"print('\\x1b[2J' * 99)", b"\xe9",
    b"    exec('return')", b"import torch; torch = None", b"    return [1, 2]", b"'''",
    b"class A: pass", b"from gradatim import no", b"    return torch.empty(0, device='meta')",
    b"    import torch; return torch.zeros(0)", b"#" * 99, b"    return ...", b"assert False",
    b"    raise ValueError('[/x]')", b"    print(1); return 1", b"def positives(): pass",
]  # fmt: skip
# Whose solutions and mistakes are judged in milliseconds
QUICK = ["01", "02", "05", "06", "10", "11"]
KIND = preset("lab", width=3, height=2, cheese=2, starts=(0, 5))


def make_maze(rng: random.Random) -> tuple[Any, Any, Any]:
    """The official dictionary of a small maze, of which something was changed, and its size."""
    width, height = rng.randint(1, 4), rng.randint(1, 3)
    graph: Any = {cell: {} for cell in range(width * height)}
    for cell in graph:
        for other in (cell + 1 if (cell + 1) % width else -1, cell + width):
            if other in graph and rng.random() < 0.9:
                graph[cell][other] = graph[other][cell] = rng.choice([1, 1, 2, 7])
    for _ in range(rng.randrange(3)):
        cell = rng.choice(list(graph)) if isinstance(graph, dict) and graph else 0
        match rng.randrange(6) if isinstance(graph, dict) and graph else 5:
            case 0:
                del graph[cell]
            case 1:
                graph[cell] = odd_leaf(rng)
            case 2:
                graph[_key(rng)] = {cell: 1}
            case 3 if isinstance(graph[cell], dict):
                graph[cell][_key(rng)] = odd_leaf(rng)
            case 4 if isinstance(graph[cell], dict) and graph[cell]:
                graph[cell][rng.choice(list(graph[cell]))] = odd_leaf(rng)
            case 5 if rng.random() < 0.1:
                graph = odd_leaf(rng)
    if rng.random() < 0.2:
        width, height = rng.choice([(odd_leaf(rng), height), (width, odd_leaf(rng))])
    return graph, width, height


def _key(rng: random.Random) -> Any:
    return rng.choice([-1, 99, None, "1", 1.0, True, 2**40, (1, 2), float("nan")])


def read_maze(case: tuple[Any, Any, Any], folder: Path) -> None:
    """Read it, and write it again."""
    graph, width, height = case
    maze = Maze.from_dict(graph, width, height)
    assert maze.as_dict() == graph
    maze.weights()


def make_player(rng: random.Random) -> bytes:
    """A player of the official game, damaged."""
    return damaged_text(rng, PLAYER, PLAYER_LINES)


def _ask(file: Path) -> None:
    """Load a player and let it play two turns, as its process would."""
    before, path = set(sys.modules), list(sys.path)
    sys.dont_write_bytecode = True  # a cached file of the same second would be taken for this one
    turn = {"target": [-1, -1], "position": [0, 5], "score": [0, 0], "left": [0, 0]}
    turn |= {"cheese": [2, 3], "turn": 0, "side": 0, "width": 3, "height": 2}
    maze = [(0, [(1, 1)]), (1, [(0, 1), (2, 1)]), (2, [(1, 1), (5, 2)]), (5, [(2, 2)])]
    try:
        game = external_worker.OfficialGame(external_worker.load_player(file, None), pyrat)
        game.play({**turn, "maze": maze})
        game.play(turn)
    except BaseException as error:  # which the worker turns into its sentence
        sentence = external_worker.error_sentence(error)
        assert sentence.strip()
        assert "\n" not in sentence
        sentence.encode("utf-8", "backslashreplace")
    finally:
        sys.modules["torch"] = torch  # which the worker hides from a player that needs none
        sys.path[:] = path
        for name in set(sys.modules) - before:
            if name == file.stem or name.startswith("players"):
                del sys.modules[name]


def read_player(case: bytes, folder: Path) -> None:
    """Load it and let it play, without its process."""
    file = folder / "player.py"
    file.write_bytes(case)
    silence = io.StringIO()
    with contextlib.redirect_stdout(silence), contextlib.redirect_stderr(silence):
        _ask(file)


def play_player(case: bytes, folder: Path) -> None:
    """Let it play in a process of its own, as in a match."""
    file = folder / "player.py"
    file.write_bytes(case)
    games = Games(MazePool.build(KIND, 1), 1, auto_reset=False)
    with ExternalPlayer(file) as player:
        for _ in range(2):
            games.step(np.array([[int(player(games, 0)[0]), 0]]))


@cache
def _exercises() -> list[tuple[Exercise, list[bytes]]]:
    """The quick exercises, each with its starter, solution and stored mistakes."""
    return [
        (found, [found.starter.encode(), found.solution.encode()])
        for found in (find(number, exercises()) for number in QUICK)
    ]


def make_exercise(rng: random.Random) -> tuple[str, bytes]:
    """A starter or a solution, damaged.

    Most are no longer Python, which is found at once; explaining a wrong value takes a
    hundred times as long, so that fewer of those are made.
    """
    exercise, sources = rng.choice(_exercises())
    source = rng.choice(sources)
    if rng.random() < 0.97:
        return exercise.name, damaged_bytes(rng, damaged_bytes(rng, source))
    return exercise.name, damaged_text(rng, source, EXERCISE_LINES)


def read_exercise(case: tuple[str, bytes], folder: Path) -> None:
    """Check it without a process and its limits."""
    name, source = case
    exercise = find(name, [found for found, _ in _exercises()])
    silence = io.StringIO()
    with (
        contextlib.chdir(folder),  # what it writes
        contextlib.redirect_stdout(silence),
        contextlib.redirect_stderr(silence),
    ):
        _sound(grade(exercise, source, f"{exercise.module}.py", "en"))


def check_exercise(case: tuple[str, bytes], folder: Path) -> None:
    """Check it as `gradatim lab check` does."""
    name, source = case
    exercise = find(name, [found for found, _ in _exercises()])
    _sound(check_source(exercise, source, f"{exercise.module}.py", "fr"))


def _sound(answer: dict[str, Any]) -> None:
    assert answer["sentence"] or answer["status"] == "passed", answer
    assert "gradatim" not in str(answer.get("trace", "")), answer
