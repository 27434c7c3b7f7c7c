"""The loops of docs/labs/environments.md run, and learn what the page says."""

import re
from pathlib import Path

import pytest

pytest.importorskip("gymnasium")
pytest.importorskip("pettingzoo")

PAGE = Path(__file__).parents[2] / "docs" / "labs" / "environments.md"


def block(word: str) -> str:
    """The page's code block in which a word stands."""
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    [found] = [text for text in blocks if word in text]
    return found


def run(code: str) -> dict:
    names: dict = {}
    exec(compile(code, PAGE.name, "exec"), names)
    return names


def test_both_players_of_one_game_act(capsys):
    names = run(block("PyRatParallel"))
    assert f"# {capsys.readouterr().out}" in block("PyRatParallel")
    assert names["game"].agents == []


def test_the_short_loop_learns_to_beat_random_in_seconds(capsys):
    names = run(block("def learn"))
    wins = int(re.search(r"(\d+)% of 400 games won", capsys.readouterr().out)[1])
    assert wins >= 90
    untrained = names["learn"]("random", turns=1)
    assert names["win_rate"](untrained, "random") < 0.8


@pytest.mark.slow  # a minute
def test_stable_baselines3_learns_to_beat_greedy(capsys):
    pytest.importorskip("stable_baselines3", reason="Stable-Baselines3 is not installed")
    run(block("PPO"))
    assert int(re.search(r"(\d+) of 100 games won", capsys.readouterr().out)[1]) > 50
