"""gradatim shrink: a smaller copy of a run, compared."""

from pathlib import Path

import pytest

from gradatim.cli.language.shrink import shrink_
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start


def test_shrink_compares_copies_of_a_run(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    (tmp_path / "own.txt").write_text("The rat eats the cheese in the little kitchen.\n" * 200)
    sizes = {"width": 64, "n_layers": 1, "n_heads": 2, "context": 16, "steps": 1}
    recipe = change(
        "text-gpt",
        get("text-gpt"),
        {**sizes, "text": str(tmp_path / "own.txt"), "vocabulary": 280},
    )
    start("text-gpt", recipe, tmp_path / "gpt", show=False)
    shrink_(tmp_path / "gpt", to=("int8", "50%"))
    printed = capsys.readouterr().out
    assert "int8" in printed
    assert "…" not in printed  # no digit is cut off
    assert (tmp_path / "gpt-50-percent" / "model.safetensors").is_file()
    with pytest.raises(UserError, match="cannot be shrunk"):
        shrink_(tmp_path / "gpt", to=("int8", "int2"))


def test_what_ships_is_small_already():
    with pytest.raises(UserError, match="everyday-llama, which ships, is in 8 bits already"):
        shrink_(Path("everyday-llama"))
