"""A stage of a chat model starts from the stage before it, or is refused."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from tests.recipes.language.chat.tiny_stages import STORY


def test_a_stage_without_an_earlier_model_is_refused(tmp_path) -> None:
    recipe = get("chat-instructions")
    with pytest.raises(UserError, match="Add init_from='everyday-llama'"):
        recipe.build(torch.device("cpu"))
    with pytest.raises(UserError, match="is 'stories260k': give everyday-llama, which ships"):
        change("chat-instructions", recipe, {"init_from": "stories260k"}).build(torch.device("cpu"))
    (tmp_path / "own.txt").write_text((STORY + "\n") * 60)
    values = {"text": str(tmp_path / "own.txt"), "vocabulary": 300, "width": 16, "n_heads": 2}
    other = change("text-gpt", get("text-gpt"), {**values, "n_layers": 1, "steps": 1})
    start("text-gpt", other, tmp_path / "gpt", show=False)
    with pytest.raises(UserError, match="is a run of text-gpt"):
        change("chat-instructions", recipe, {"init_from": str(tmp_path / "gpt")}).build(
            torch.device("cpu")
        )
