"""The official package under other Pythons (6.7 needs 3.12 or 3.13), side by side with our games.

`python3.13 -m venv .venv-3.13` and `.venv-3.13/bin/pip install pyrat-game numpy` make one ready.
"""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from gradatim.pyrat import official_game, preset, replay
from gradatim.pyrat.interop.export import export
from gradatim.pyrat.matches.player_specs import STUDENT_FILE
from gradatim.pyrat.players.champion import champion_network

ROOT = Path(__file__).parents[3]
KIND = preset("default", width=9, height=8, cheese=9)


def interpreter(version):
    """The Python of that version that has the official package, else skip with a reason."""
    own = ROOT / f".venv-{version}" / "bin" / "python"
    found = str(own) if own.is_file() else shutil.which(f"python{version}")
    if found is None:
        pytest.skip(f"there is no Python {version} here")
    if subprocess.run([found, "-c", "import numpy, pyrat"], capture_output=True).returncode:
        pytest.skip(f"Python {version} here has no pyrat-game: see the head of this file")
    return found


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_the_official_package_plays_our_games_under_another_python(version, tmp_path):
    python = interpreter(version)
    export(champion_network(), tmp_path, "champion", search=True)
    shutil.copy(STUDENT_FILE, tmp_path)
    driver = Path(__file__).with_name("official_driver.py")
    done = subprocess.run(
        [python, str(driver), str(tmp_path)], capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.strip().splitlines()[-1])
    assert result["version"].startswith("6.7")
    assert result["errors"] == {"champion": 0, "AlphaBeta": 0, "search": 0}
    for seed, walk in enumerate(result["walks"]):
        game = official_game(KIND, seed)
        actions = np.zeros((walk["turns"], 2), np.int8)
        for side, name in enumerate(("rat", "python")):
            for turn, number, _ in walk[name]:
                actions[turn - 1, side] = number
        graph = game.maze.as_dict()
        ours = replay(graph, 9, 8, game.starts, game.cheese, actions)
        for name in ("rat", "python"):
            for turn, _, places in walk[name]:
                assert ours.position[turn - 1].tolist() == places
        assert ours.score[-1].tolist() == pytest.approx(walk["score"])
        assert ours.over[-1]
