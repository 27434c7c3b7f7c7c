"""`gradatim pyrat`: figures as JSON, a sentence for every mistake, games in the terminal."""

import io
import json
import os
import subprocess
import sys

import psutil
import pytest

from gradatim.cli import main
from tests.cli.helpers import complaint, environment

MATCH = ["pyrat", "match", "planner", "greedy", "--preset", "lab"]
SMALL = ["--width", "6", "--height", "6", "--cheese", "7"]


def printed(capsys, *words):
    capsys.readouterr()
    main(words)
    return capsys.readouterr().out


def test_match_prints_figures_as_json(capsys):
    result = json.loads(printed(capsys, *MATCH, *SMALL, "--games", "40", "--json"))
    assert result["players"] == ["planner", "greedy"]
    assert result["wins"] + result["draws"] + result["losses"] == result["games"] == 40
    rate = result["win_rate"]
    assert 0 <= rate["low"] < rate["value"] == result["wins"] / 40 < rate["high"] <= 1
    assert result["turn_cap"] == 300


def test_a_board_is_solved_as_json_and_as_a_drawing(capsys):
    words = ["pyrat", "solve", "--width", "4", "--height", "4", "--cheese", "3", "--seed", "1"]
    found = json.loads(printed(capsys, *words, "--json"))
    assert 0 <= found["value"] <= 1
    assert sum(found["strategy"]["rat"].values()) == pytest.approx(1, abs=1e-4)
    assert next(turn["cheese_left"] for turn in found["best_line"]) == 3
    text = printed(capsys, *words)
    assert f"value {found['value']:.4f}" in text
    assert "cheese left" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_exactness_is_printed(capsys):
    words = ["pyrat", "exactness-of", "greedy", "--boards", "4", *SMALL[:4], "--cheese", "2"]
    found = json.loads(printed(capsys, *words, "--json"))
    assert found["games"] == 8
    assert found["points_lost_per_100_games"]["value"] >= -0.01
    assert "points lost in 100 games" in printed(capsys, *words)


def test_the_ladder_prints_a_rating_and_writes_a_page(capsys, tmp_path):
    words = ["pyrat", "ladder", "planner", "--games", "4", "--out", str(tmp_path)]
    words += ["--boards", "lab", "default", "--opponents", "random", "greedy"]
    text = printed(capsys, *words, "--leaderboard", str(tmp_path / "class.json"))
    assert "Elo points" in text
    assert "planner" in text
    page = (tmp_path / "planner.html").read_text(encoding="utf-8")
    assert page.count('class="game"') == 2
    row = json.loads(printed(capsys, *words, "--json"))
    assert row["page"].endswith("planner.html")
    assert row["rating"]["low"] < row["rating"]["value"] < row["rating"]["high"]


def test_starts_may_differ(capsys):
    words = ["pyrat", "solve", *SMALL[:4], "--cheese", "2", "--starts", "top-left,8", "--json"]
    assert json.loads(printed(capsys, *words))["best_line"]
    assert "unknown start" in complaint(capsys, *words[:-2], "top-lift,3")


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
        ([*MATCH[:4], "--preset", "labb"], "did you mean 'lab'"),
        ([*MATCH, "--width", "1", "--height", "1"], "a maze needs two"),
        ([*MATCH, "--width", "100000"], "width is a whole number"),
        ([*MATCH, "--cheese", "100"], "100 pieces of cheese do not fit"),
        ([*MATCH, "--games", "3"], "even number"),
        ([*MATCH, "--mud-range", "9", "4"], "mud_range"),
        ([*MATCH, "--nonsense", "1"], "nonsense"),
        (["pyrat", "tournament", "greedy"], "at least 2 players"),
        (["pyrat", "match", "nobody.py", "greedy"], "no player file"),
        (["pyrat", "watch", "greedy", "random", "--speed", "0"], "speed"),
        (["pyrat", "watch", "greedy", "random", "--seed", "-1"], "a seed is a number"),
        (["pyrat", "export", "nobody", "mine"], "there is no run folder 'nobody'"),
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


def test_watch_draws_every_turn_in_a_terminal():
    from rich.console import Console

    from gradatim.pyrat import preset
    from gradatim.pyrat.matches.player_specs import open_contestant
    from gradatim.pyrat.matches.recording import record
    from gradatim.pyrat.matches.replay_terminal import watch_in_terminal

    with open_contestant("greedy") as a, open_contestant("random") as b:
        recording = record(a, b, preset("lab", width=6, height=6, cheese=3))
    screen = io.StringIO()
    console = Console(
        file=screen, force_terminal=True, color_system="truecolor", width=80, height=24
    )
    watch_in_terminal(recording, console, 1000)
    drawn = screen.getvalue()
    assert drawn.count("cheese left") == len(recording.actions) + 2
    assert "▀" in drawn


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


def test_export_writes_a_player_that_the_arena_plays(tmp_path, capsys):
    pytest.importorskip("pyrat")
    text = printed(capsys, "pyrat", "export", "champion", str(tmp_path / "mine"))
    assert "player.py" in text
    words = ["pyrat", "match", str(tmp_path / "mine" / "player.py"), "random", "--preset", "lab"]
    result = json.loads(printed(capsys, *words, "--games", "2", "--json"))
    assert result["wins"] == 2
    assert result["misses"] == result["errors"] == [0, 0]


def test_explain_writes_a_page(tmp_path, capsys):
    words = ["pyrat", "explain", "champion", "--preset", "lab", *SMALL, "--turns", "1", "2"]
    assert "Page" in printed(capsys, *words, "--out", str(tmp_path / "page.html"))
    text = (tmp_path / "page.html").read_text("utf-8")
    assert "champion against greedy" in text
    assert "<h2>Turn 2</h2>" in text
