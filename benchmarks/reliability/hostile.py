"""Files that try to leave processes behind: `python -m benchmarks.reliability.hostile`.

Every file combines ways of the tests (fork twice, shell, session of its own, daemon, ignored
signals, killing the watchdog) by chance, notes the processes that it starts, and is checked or
played. Prints how many processes were started and how many were left. Asserts nothing.
"""

import argparse
import random
import tempfile
import textwrap
import time
from pathlib import Path

import numpy as np
from tests.labs.masks import solution_with
from tests.labs.sandbox.hostile import HOSTILE, alive

from gradatim.errors import UserError
from gradatim.labs.check import check
from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.matches.external_player import ExternalPlayer

HEAD = "NOTES = {notes!r}\ndef note(pid):\n    open(NOTES, 'a').write(f'{{pid}}\\n')\n"
PLAYER = """
from pyrat import Action, Player
x = __import__("numpy").ones(3)
{head}
def attack():
{attack}
{at_import}
class Hostile(Player):
    def preprocessing(self, maze, state):
        {in_preparation}
    def turn(self, maze, state):
        {in_turn}
        return Action.EAST
"""


def attack(rng: random.Random, head: str, *, last_kills: bool = True) -> str:
    """The body of a function of x that combines ways to leave processes behind."""
    kinds = rng.choices(list(HOSTILE), k=rng.randint(1, 3))
    kills = "kills its watchdog"  # nothing after it would run
    chosen = sorted(kinds, key=lambda kind: kind == kills)
    parts = []
    for number, kind in enumerate(dict.fromkeys(chosen)):
        body = HOSTILE[kind].strip("\n")
        if kind != kills or not last_kills:
            body = "\n".join(line for line in body.splitlines() if not line.startswith("return "))
        parts.append(f"def way_{number}():\n{textwrap.indent(body, '    ')}\nway_{number}()")
    return "\n".join([head, *parts, "return x[x > 0]"])


def exercise(rng: random.Random, notes: Path) -> None:
    """Check one file of exercise 2."""
    check("2", solution_with(attack(rng, HEAD.format(notes=str(notes)))))


def player(rng: random.Random, notes: Path, folder: Path) -> None:
    """Play two turns with one file."""
    where = rng.choice(["at_import", "in_preparation", "in_turn"])
    calls = dict.fromkeys(("at_import", "in_preparation", "in_turn"), "pass") | {where: "attack()"}
    head = HEAD.format(notes=str(notes))
    body = textwrap.indent(attack(rng, ""), "    ")
    file = folder / "hostile.py"
    file.write_text(PLAYER.format(head=head, attack=body, **calls))
    kind = preset("lab", width=5, height=4, cheese=6, starts=(0, 19))
    games = Games(MazePool.build(kind, 1), 1, auto_reset=False)
    try:
        with ExternalPlayer(file) as hostile:
            for _ in range(2):
                games.step(np.array([[int(hostile(games, 0)[0]), 0]]))
    except UserError:
        pass  # it ended its process while it was loaded: refused, which is right


def left_of(notes: Path) -> tuple[int, int]:
    """How many processes a file has started, and how many of them run two seconds later.

    Looked at after each file: hours later their numbers belong to other processes.
    """
    end = time.monotonic() + 2  # a killed watchdog is noticed at the server's next look
    while alive(notes) and time.monotonic() < end:
        time.sleep(0.05)
    counts = len(notes.read_text().split()), len(alive(notes))
    notes.write_text("")
    return counts


def main() -> None:
    """Attack, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exercises", type=int, default=900)
    parser.add_argument("--players", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    began, started, left = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "notes"
        notes.touch()
        for n in range(options.exercises + options.players):
            if n < options.exercises:
                exercise(rng, notes)
            else:
                player(rng, notes, Path(folder))
            counts = left_of(notes)
            started, left = started + counts[0], left + counts[1]
            if n % 50 == 49:
                print(f"{n + 1} files started {started:,} processes; {left} left", flush=True)
    print(
        f"{options.exercises} exercise files and {options.players} player files started "
        f"{started:,} processes that they noted; {left} were left "
        f"({time.monotonic() - began:.0f} s)."
    )


if __name__ == "__main__":
    main()
