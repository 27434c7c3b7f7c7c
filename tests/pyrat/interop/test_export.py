"""Exporting a player: which files are written, and what they may import."""

import re
import sys

import pytest

from gradatim.errors import UserError
from gradatim.pyrat.interop.export import export
from tests.pyrat.interop.official_games import network

pyrat = pytest.importorskip("pyrat")


def test_a_file_of_your_own_is_not_lost(tmp_path):
    (tmp_path / "player.py").write_text("mine = True\n")
    with pytest.raises(UserError, match="a file of your own and would be lost"):
        export(network(), tmp_path)
    assert (tmp_path / "player.py").read_text() == "mine = True\n"


@pytest.mark.parametrize("search", [False, True])
def test_it_needs_numpy_and_the_official_game_only(tmp_path, search):
    lines = []
    for file in export(network(), tmp_path, search=search)[:-1]:
        lines += file.read_text("utf-8").splitlines()
    imports = {line.split()[1].split(".")[0] for line in lines if re.match("import |from ", line)}
    own = {"network_player"} if search else set()
    # "from" may begin a line of the docstring, where a module stands too.
    assert imports - set(sys.stdlib_module_names) - own - {"player"} == {"numpy", "pyrat"}
