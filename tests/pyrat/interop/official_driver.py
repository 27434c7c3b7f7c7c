"""Run by another Python: play official games, and print what happened as JSON.

    python official_driver.py FOLDER

Needs NumPy and pyrat-game only. FOLDER holds an exported search: player.py, which searches,
network_player.py, which does not, and weights.npz; and the student's alpha_beta.py.
"""

import importlib.metadata
import importlib.util
import json
import random
import sys
from pathlib import Path

import pyrat

SETTINGS = {"maze_width": 9, "maze_height": 8, "nb_cheese": 9}


class Walker(pyrat.Player):
    """Steps at random, and writes down what it sees."""

    def __init__(self, name, seed):
        super().__init__(name)
        self.random, self.seen = random.Random(seed), []

    def turn(self, maze, game_state):
        number = self.random.randrange(5)
        names = ("rat", "python")
        places = [game_state.player_locations[name] for name in names]
        self.seen.append([game_state.turn, number, places])
        words = ("nothing", "north", "east", "south", "west")
        return pyrat.Action(words[number])


def load(path):
    """The player class of a file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def play(seed, rat, python):
    """One official game without a clock."""
    game = pyrat.Game(game_mode=pyrat.GameMode.SIMULATION, random_seed=seed, **SETTINGS)
    game.add_player(rat, team="rat")
    game.add_player(python, team="python")
    return game.start()


def main():
    """Walk at random for some seeds; then let the exported and the student's players play."""
    walks = []
    for seed in range(3):
        rat, python = Walker("rat", seed), Walker("python", seed + 100)
        stats = play(seed, rat, python)
        score = [stats["players"][name]["score"] for name in ("rat", "python")]
        seen = {"rat": rat.seen, "python": python.seen}
        walks.append({**seen, "score": score, "turns": stats["turns"]})
    folder = Path(sys.argv[1])
    network, search, student = (
        load(folder / name).__dict__[player]
        for name, player in (
            ("network_player.py", "NetworkPlayer"),
            ("player.py", "SearchPlayer"),
            ("alpha_beta.py", "AlphaBeta"),
        )
    )
    errors, turns = {}, []
    for first, second in ((network(), student()), (search("search"), network())):
        stats = play(7, first, second)
        errors |= {name: one["actions"]["error"] for name, one in stats["players"].items()}
        turns.append(stats["turns"])
    version = importlib.metadata.version("pyrat-game")
    print(json.dumps({"version": version, "walks": walks, "errors": errors, "turns": turns}))


if __name__ == "__main__":
    main()
