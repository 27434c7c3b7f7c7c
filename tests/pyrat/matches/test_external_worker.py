"""The process of an external player: which files it reads, and which it refuses."""

import pytest

from gradatim.errors import UserError
from gradatim.pyrat.game.maze import EAST
from gradatim.pyrat.matches.external_player import ExternalPlayer
from tests.pyrat.matches.still_opponent import play

pytest.importorskip("pyrat")


def test_a_file_of_the_official_workspace_imports_its_players(tmp_path, monkeypatch):
    """`from players.X import X`, from wherever the match is started, and in any encoding."""
    folder = tmp_path / "été [1]" / "players"
    folder.mkdir(parents=True)
    (folder / "Base.py").write_bytes(
        "# coding: latin-1\nfrom pyrat import Action, Player\nMOVE = {'é': Action.EAST}['é']\n"
        "class Base(Player):\n    def turn(self, maze, state): return MOVE\n".encode("latin-1")
    )
    mine = folder / "Mine.py"
    mine.write_bytes(
        "# coding: latin-1\nfrom players.Base import Base\nclass Mine(Base):\n    é = 1\n".encode(
            "latin-1"
        )
    )
    monkeypatch.chdir("/")
    with ExternalPlayer(mine) as player:
        assert play(player, 2) == [EAST, EAST]


def test_a_file_that_starts_a_game_when_it_is_imported_says_so(tmp_path):
    file = tmp_path / "script.py"
    file.write_text(
        "from pyrat import Action, Game, Player\nclass Mine(Player):\n"
        "    def turn(self, maze, state): return Action.EAST\n"
        "game = Game()\ngame.add_player(Mine())\ngame.start()\n"
    )
    with pytest.raises(UserError, match=r"it starts a game when it is imported.* in line 6"):
        ExternalPlayer(file)


@pytest.mark.parametrize("name", ["random", "pyrat", "numpy", "my player-2"])
def test_a_file_may_be_called_like_a_module_that_it_imports(name, tmp_path):
    file = tmp_path / f"{name}.py"
    file.write_text(
        "import random\nimport numpy\nfrom pyrat import Action, Player\nclass Mine(Player):\n"
        "    def turn(self, maze, state): return random.choice([Action.EAST])\n"
    )
    with ExternalPlayer(file) as player:
        assert play(player, 2) == [EAST, EAST]
