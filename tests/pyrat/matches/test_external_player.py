"""Files with an official Player: what they do wrong costs their turns and nothing else."""

import itertools
import os
import sys
import time

import numpy as np
import psutil
import pytest

from gradatim.errors import UserError
from gradatim.pyrat.matches.external_player import ExternalPlayer
from tests.pyrat.matches.still_opponent import open_board, play

pytest.importorskip("pyrat")

# One file for all: importing the official package takes seconds.
PLAYERS = '''
import os, time
from pyrat import Action, Player

class Watcher(Player):
    """Stands still and complains when what it is shown is wrong."""
    def preprocessing(self, maze, state):
        assert state.turn == 0 and maze.get_width() == 5 and maze.get_height() == 4
        self.turns = 0
        print("noise that must not disturb the pipe")
    def turn(self, maze, state):
        self.turns += 1
        assert state.turn == self.turns, (state.turn, self.turns)
        assert set(state.get_players()) == {"Watcher", "opponent"}
        assert len(state.cheese) == 6 and not state.is_in_mud("Watcher")
        assert maze.has_edge(0, 1) and state.player_locations["Watcher"] == 0
        return Action.NOTHING

class Faulty(Player):
    """Turn by turn: crash, wrong return, east, late, (late), east, end of the process."""
    def turn(self, maze, state):
        if state.turn == 1:
            raise KeyError("oh no")
        if state.turn == 2:
            return "east"
        if state.turn == 4:
            while not os.path.exists(os.environ["GATE"]):
                time.sleep(0.01)
            return Action.SOUTH
        if state.turn > 6:
            os._exit(3)
        return Action.EAST

class Slow(Player):
    """Prepares for too long, then hangs."""
    def preprocessing(self, maze, state):
        time.sleep(0.5)
    def turn(self, maze, state):
        while state.turn > 2:
            pass
        return Action.EAST
'''


LEAVES = """
import os, subprocess, time
from pyrat import Action, Player

def note(pid):
    open(os.environ["NOTES"], "a").write(f"{pid}\\n")

class Leaves(Player):
    def preprocessing(self, maze, state):
        note(subprocess.Popen(["setsid", "sleep", "500"], env={"PATH": os.environ["PATH"]}).pid)
        if os.fork() == 0:
            os.setsid()
            child = os.fork()
            if child == 0:
                time.sleep(500)
            note(child)
            os._exit(0)
        os.wait()
    def turn(self, maze, state):
        return Action.EAST
"""


KILLS = (
    "        import signal\n        os.kill(os.getppid(), signal.SIGKILL)\n        time.sleep(9)"
)


@pytest.mark.skipif(sys.platform != "linux", reason="forks and setsid")
@pytest.mark.parametrize("last", ["        return Action.EAST", KILLS], ids=["plays", "kills"])
def test_what_a_player_started_ends_with_it_and_is_told(tmp_path, monkeypatch, last):
    notes = tmp_path / "notes"
    monkeypatch.setenv("NOTES", str(notes))
    path = tmp_path / "leaves.py"
    path.write_text(LEAVES.replace("        return Action.EAST", last))
    with ExternalPlayer(path) as player:
        player(open_board(), 0)
        started = [int(word) for word in notes.read_text().split()]
        assert last == KILLS or all(psutil.pid_exists(pid) for pid in started)
    assert len(started) == 2
    end = time.monotonic() + 2.0  # what lost its parent is reaped by another process
    while any(psutil.pid_exists(pid) for pid in started):
        assert time.monotonic() < end
        time.sleep(0.02)
    if last != KILLS:
        assert "left 2 running processes" in player.first_error


COPIES = """
import os
from pyrat import Action, Player

class Copies(Player):
    def turn(self, maze, state):
        os.fork()
        return Action.EAST
"""


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_a_copy_of_the_players_process_answers_nothing(tmp_path):
    """Its clock begins anew: its answers would take less than no time."""
    path = tmp_path / "copies.py"
    path.write_text(COPIES)
    with ExternalPlayer(path, turn_time=30.0) as player:
        games = open_board()
        for _ in range(4):
            before = player.cpu_seconds
            assert player(games, 0)[0] == 2
            assert player.cpu_seconds >= before
            games.step(np.array([[0, 0]]))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "players.py"
    path.write_text(PLAYERS)
    return path


def test_player_sees_the_official_game_and_starts_anew_each_game(file):
    with ExternalPlayer(file, "Watcher", turn_time=5.0) as player:
        assert player.name == "Watcher"
        for _ in range(2):
            assert play(player, 4) == [0, 0, 0, 0]
        assert (player.misses, player.errors, player.first_error) == (0, 0, "")
        assert player.cpu_seconds > 0


def test_faults_cost_their_turn_and_a_late_move_is_played_late(file, tmp_path, monkeypatch):
    gate = tmp_path / "gate"
    monkeypatch.setenv("GATE", str(gate))
    with ExternalPlayer(file, "Faulty", preprocessing_time=100) as player:

        def before(turn):
            player.turn_time = 0 if turn == 4 else 100  # late in turn 4 only, on any machine
            if turn == 5:
                gate.touch()

        actions = play(player, 9, before)
        # Turn 4 is missed, its answer arrives in turn 5 and is played there.
        assert actions == [0, 0, 2, 0, 3, 2, 0, 0, 0]
        assert "oh no" in player.first_error
        assert "line 23" in player.first_error
        assert player.errors == 3  # crash, wrong return, end of the process
        assert player.misses == 1 + 3
        assert play(player, 3) == [0, 0, 2]  # a new process plays the next game


def test_hanging_player_is_ended_and_nothing_is_left_running(file):
    """By a clock that moves one second whenever it is read: once per question and per turn."""
    clock = itertools.count().__next__
    with ExternalPlayer(
        file, "Slow", turn_time=0.02, preprocessing_time=0.02, clock=clock
    ) as player:
        process = psutil.Process(player.process.pid)
        actions = play(player, 60)
        assert actions[:2] == [0, 0]  # still preparing
        assert "no answer for 10 seconds" in player.first_error
        assert player.misses == 60
        assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    with ExternalPlayer(file, "Watcher") as player:
        process = psutil.Process(player.process.pid)
    assert not process.is_running()


FORGED = (
    *(
        "[1]",
        "7",
        "not json",
        "[" * 9999,
        '{"action": 99, "cpu": 0, "error": ""}',
        '{"ready": "x"}',
    ),
    *('{"action": 1, "cpu": "no", "error": ""}', '{"action": 1, "cpu": NaN, "error": ""}', "{}"),
)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have other numbers there")
@pytest.mark.parametrize("line", FORGED, ids=lambda line: line[:20])
def test_lines_that_a_player_writes_into_the_pipe_cost_it_the_game(tmp_path, line):
    path, forged = tmp_path / "forger.py", f"{line}\n".encode()
    path.write_text(f"""
import os, stat
from pyrat import Action, Player

class Forger(Player):
    def turn(self, maze, state):
        for number in range(3, 64):
            try:
                if stat.S_ISFIFO(os.fstat(number).st_mode):
                    os.write(number, {forged!r})
            except OSError:
                continue
        return Action.EAST
""")
    with ExternalPlayer(path, turn_time=100, preprocessing_time=100) as player:
        assert play(player, 3) == [0, 0, 0]
        assert (player.errors, player.misses) == (1, 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("class (", "invalid syntax in line 1"),
        (PLAYERS, "choose FILE:CLASS"),
    ],
)
def test_files_that_hold_no_player_are_refused(tmp_path, text, words):
    path = tmp_path / "mine.py"
    path.write_text(text)
    children = len(psutil.Process(os.getpid()).children())
    with pytest.raises(UserError, match=r"mine\.py is not a player") as error:
        ExternalPlayer(path)
    assert words in str(error.value)
    assert len(psutil.Process(os.getpid()).children()) == children


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(UserError, match="no player file"):
        ExternalPlayer(tmp_path / "nobody.py")
