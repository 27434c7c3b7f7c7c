"""Settings: the presets, changes to them, and one sentence for what cannot be."""

import pytest

from gradatim.errors import UserError
from gradatim.pyrat import preset


def test_presets_are_those_of_the_course():
    default = preset()
    assert (default.width, default.height, default.cheese) == (15, 13, 21)
    assert (default.cells, default.walls, default.mud) == (80, 60, 20)
    assert default.mud_range == (4, 9)
    assert default.generator == "big-holes"
    assert default.starts == ("center", "center")
    walls = preset("walls")
    assert (walls.width, walls.height, walls.cells, walls.cheese) == (21, 15, 100, 41)
    assert walls.starts == ("top-left", "bottom-right")
    course = preset("course")
    assert (course.walls, course.mud, course.cheese) == (0, 0, 40)
    assert course.starts == ("random", "random")
    assert (preset("tournament").width, preset("tournament").height) == (25, 20)
    assert (preset("lab").width, preset("lab").cheese) == (10, 15)
    assert preset("lab").turn_cap is None


def test_every_value_can_be_changed():
    assert preset("walls", cheese=5, turn_cap=100, starts="random").starts == ("random", "random")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "wals"}, "preset is 'wals', which is not known: give default, course, walls"),
        ({"widht": 3}, "did you mean 'width'"),
        ({"width": 0}, "width is 0: give a whole number from 1 to 181"),
        ({"width": "wide"}, "width is 'wide': give a whole number"),
        ({"width": 181, "height": 181}, "too large"),
        ({"walls": 101}, "give a percentage from 0 to 100"),
        ({"mud": -1}, "give a percentage from 0 to 100"),
        ({"cells": float("nan")}, "give a percentage from 0 to 100"),
        ({"cells": 0.1}, "a maze needs two"),
        ({"mud_range": (1, 4)}, "mud_range"),
        ({"mud_range": (9, 4)}, "mud_range"),
        ({"mud_range": 4}, "mud_range is 4: give a pair"),
        ({"generator": "big-hole"}, "did you mean 'big-holes'"),
        ({"cheese": 0}, "cheese is 0: give a whole number"),
        ({"cheese": 400}, "do not fit"),
        ({"starts": "corner"}, "did you mean 'corners'"),
        ({"starts": ("top-left", "nowhere")}, "starts has 'nowhere', which is not known"),
        ({"starts": (0, 500)}, "outside the maze"),
        ({"starts": ("same", "same")}, "only the second can start"),
        ({"turn_cap": 0}, "turn_cap is 0: give at least 1 turn"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(changes, message):
    with pytest.raises(UserError, match=message) as refusal:
        preset(**changes)
    assert "\n" not in str(refusal.value)
