"""`gradatim list`, and the help of what takes the name of a recipe."""

import pytest

from gradatim.cli import main
from gradatim.recipes.registry import RECIPES


def test_the_list_has_every_recipe_and_its_result(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    main(["list"])
    text = capsys.readouterr().out
    for name, entry in RECIPES.items():
        [row] = [line for line in text.splitlines() if line.split()[1:2] == [name]]
        assert entry.expected_result in row
    assert "Without a number of seeds: one." in text


@pytest.mark.parametrize("command", ["train", "find-lr"])
def test_without_a_recipe_the_help_names_them_all(command, capsys):
    main([command, "--help"])
    text = capsys.readouterr().out
    assert f"Usage: gradatim {command} RECIPE" in text
    assert all(name in text for name in RECIPES)
    main([command])
    assert capsys.readouterr().out == text
