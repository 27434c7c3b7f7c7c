"""The names of the models that ship: each has a command, which is said where it does not fit."""

import pytest
from PIL import Image

from gradatim.errors import UserError
from gradatim.recipes import shipped
from gradatim.recipes.language import shipped_models as language
from gradatim.recipes.language.trained_model import open_trained
from gradatim.recipes.multimodal import shipped_models as multimodal
from gradatim.recipes.multimodal.drawing import open_drawer
from gradatim.recipes.multimodal.matching_files import match_files


def test_every_model_that_ships_has_a_command():
    assert shipped.COMMANDS.keys() == language.KINDS.keys() | multimodal.KINDS.keys()


@pytest.mark.parametrize("name", ["everyday-llama", "scene-captioner", "dates-bahdanau"])
def test_a_model_for_another_task_names_its_command(name, tmp_path, monkeypatch):
    command = shipped.COMMANDS[name].format(name)
    with pytest.raises(UserError, match=f"{name}, which ships, does not draw: use `gradatim"):
        open_drawer(name)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=command.split()[0]):
        shipped.refuse_shipped(name, "sing")
    (tmp_path / name).mkdir()  # a folder of that name is what is meant
    shipped.refuse_shipped(name, "sing")


def test_a_model_of_images_does_not_write():
    with pytest.raises(UserError, match="scene-captioner, which ships, does not read or write"):
        open_trained("scene-captioner")


def test_a_text_given_twice_is_compared_once(tmp_path):
    Image.new("RGB", (32, 32), "red").save(tmp_path / "red.png")
    [ranked] = match_files("emoji-clip", [tmp_path / "red.png"], ["heart", "cat", "heart"])
    assert sorted(text for text, _ in ranked) == ["cat", "heart"]
