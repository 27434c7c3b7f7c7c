"""`gradatim pyrat`: figures as JSON, a sentence for every mistake, games in the terminal."""

import json
import os
import subprocess
import sys

import psutil
import pytest

from tests.cli.helpers import complaint, environment
from tests.cli.pyrat.helpers import MATCH, SMALL, printed


def test_match_prints_figures_as_json(capsys):
    result = json.loads(printed(capsys, *MATCH, *SMALL, "--games", "40", "--json"))
    assert result["players"] == ["planner", "greedy"]
    assert result["wins"] + result["draws"] + result["losses"] == result["games"] == 40
    rate = result["win_rate"]
    assert 0 <= rate["low"] < rate["value"] == result["wins"] / 40 < rate["high"] <= 1
    assert result["turn_cap"] == 300


def test_starts_may_differ(capsys):
    words = ["pyrat", "solve", *SMALL[:4], "--cheese", "2", "--starts", "top-left,8", "--json"]
    assert json.loads(printed(capsys, *words))["best_line"]
    assert "--starts has 'top-lift', which" in complaint(capsys, *words[:-2], "top-lift,3")


def test_match_prints_a_table(capsys):
    text = printed(capsys, *MATCH, *SMALL, "--games", "4")
    assert "wins" in text
    assert "lab (6x6, 7 cheese)" in text
    assert "[[" not in text


def test_tournament_is_continued_from_its_file(capsys, tmp_path):
    words = ["pyrat", "tournament", "greedy", "random", "density", "--preset", "lab", *SMALL]
    words += ["--games", "4", "--out", str(tmp_path / "t.json")]
    first = json.loads(printed(capsys, *words, "--json"))
    before = (tmp_path / "t.json").stat().st_mtime_ns
    again = json.loads(printed(capsys, *words, "--json"))
    assert first == again
    assert (tmp_path / "t.json").stat().st_mtime_ns == before  # nothing was left to play
    assert first["standings"][-1]["player"] == "random"
    assert "fraction of the points" in printed(capsys, *words)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["pyrat", "match", "greddy", "random"], "did you mean 'greedy'"),
        (
            [*MATCH[:4], "--preset", "small"],
            "--preset is 'small', which is not known: give default",
        ),
        ([*MATCH, "--width", "1", "--height", "1"], "a maze needs two"),
        ([*MATCH, "--width", "100000"], "--width is 100000: give a whole number"),
        ([*MATCH, "--cheese", "100"], "--cheese is 100, and so many pieces do not fit"),
        ([*MATCH, "--games", "0"], "--games is 0: give an even number"),
        ([*MATCH, "--mud-range", "9", "4"], "--mud-range is 9 4: give two"),
        ([*MATCH, "--walls", "120"], "--walls is 120: give a percentage"),
        ([*MATCH, "--turn-cap", "0"], "--turn-cap is 0: give"),
        (
            ["pyrat", "tournament", "greedy", "random", "--turn-time", "0.2"],
            "--turn-time is 0.2, and no player is a file",
        ),
        ([*MATCH, "--nonsense", "1"], "nonsense"),
        (["pyrat", "tournament", "greedy"], "at least 2 players"),
        (["pyrat", "match", "nobody.py", "greedy"], "no player file"),
        (["pyrat", "watch", "greedy", "random", "--speed", "0"], "speed"),
        (["pyrat", "watch", "greedy", "random", "--script", "/"], "--script / is a folder: give"),
        (["pyrat", "watch", "greedy", "random", "--seed", "-1"], "--seed is -1: give"),
        (["pyrat", "export", "nobody", "mine"], "there is no run folder 'nobody'"),
        (["pyrat", "export", "search:nobody", "mine"], "there is no run folder 'nobody'"),
        (["pyrat", "export", "champion", "mine", "--name", " "], "a player's name is"),
        (["pyrat", "explain", "nobody"], "there is no run folder 'nobody'"),
        (["pyrat", "explain", "champion", "--opponent", "greddy"], "did you mean 'greedy'"),
    ],
)
def test_mistakes_are_one_sentence(capsys, words, sentence):
    assert sentence in complaint(capsys, *words)


def test_file_with_a_syntax_error_is_one_sentence_and_leaves_nothing_running(capsys, tmp_path):
    pytest.importorskip("pyrat")
    (tmp_path / "mine.py").write_text("class Mine(:\n")
    children = set(psutil.Process(os.getpid()).children())
    text = complaint(capsys, "pyrat", "match", str(tmp_path / "mine.py"), "greedy")
    assert "mine.py is not a player: invalid syntax in line 1" in text
    assert set(psutil.Process(os.getpid()).children()) == children


def test_watch_without_a_terminal_prints_the_last_board(capsys):
    words = ["pyrat", "watch", "greedy", "random", "--preset", "lab", *SMALL, "--terminal"]
    text = printed(capsys, *words)
    assert "#" in text
    assert "wins" in text or "draw" in text


def test_watch_writes_a_script_that_the_official_game_plays(tmp_path, capsys):
    pytest.importorskip("pyrat")
    path = tmp_path / "game.py"
    words = ["pyrat", "watch", "greedy", "random", "--preset", "lab", *SMALL]
    printed(capsys, *words, "--script", str(path))
    done = subprocess.run(
        [sys.executable, str(path), "--no-window"],
        env=environment(SDL_VIDEODRIVER="dummy"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "'turns':" in done.stdout
    assert done.stderr == ""
