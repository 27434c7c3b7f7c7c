"""What is fuzzed: for each kind of other people's files how a case is made, and how it is read.

A case is made of texts, bytes, numbers, lists and dictionaries, so that it can be written to a
corpus. `attempt` reads a case as the program does; only a UserError may come out.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradatim.errors import UserError
from tests.fuzz import page, programs, saved_files

Read = Callable[[Any, Path], None]


@dataclass(frozen=True)
class Target:
    """Something that reads what others made.

    Attributes:
        make: a case from a generator of random numbers.
        read: reads it in a folder that may be written to, within a millisecond or a few.
        use: goes the whole way with it, which takes long.
        rarely: of how many cases one goes the whole way.
    """

    make: Callable[[random.Random], Any]
    read: Read
    use: Read | None = None
    rarely: int = 1000


TARGETS: dict[str, Target] = {
    "run_folders": Target(saved_files.make_run, saved_files.read_run, saved_files.use_run, 20),
    "checkpoints": Target(saved_files.make_checkpoint, saved_files.read_checkpoint),
    "toml": Target(saved_files.make_toml, saved_files.read_toml, saved_files.use_toml, 20),
    "uploads": Target(page.make_upload, page.read_upload),
    "page_messages": Target(page.make_messages, page.read_messages),
    "mazes": Target(programs.make_maze, programs.read_maze),
    "player_files": Target(
        programs.make_player, programs.read_player, programs.play_player, rarely=5000
    ),
    "exercise_files": Target(
        programs.make_exercise, programs.read_exercise, programs.check_exercise, rarely=500
    ),
}


def case_of(name: str, number: int) -> Any:
    """The case of a target that has this number."""
    return TARGETS[name].make(random.Random(f"{name} {number}"))


def attempt(name: str, case: Any, folder: Path, *, whole: bool = False) -> None:
    """Read a case, or go the whole way; raises whatever is not a sentence for the user."""
    target = TARGETS[name]
    read = target.use if whole and target.use else target.read
    try:
        read(case, folder)
    except UserError as error:
        said = str(error)
    else:
        return
    assert said.strip()
    assert "\n" not in said
    assert len(said) < 2000
