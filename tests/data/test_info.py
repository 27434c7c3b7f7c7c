"""What a run keeps of its data comes back as it was, or a sentence names the field."""

import json

import pytest

from gradatim.data.info import BoardInfo, ImageInfo, TableInfo, TextInfo, from_json, to_json
from gradatim.errors import UserError

IMAGES = ImageInfo(data="mnist", classes=("0", "1"), shape=(1, 28, 28), mean=(0.1,), std=(0.3,))
TABLE = TableInfo(
    features=("age",), classes=("no", "yes"), groups=("a", "b"),
    centre={"age": 40.0}, scale={"age": 10.0}, values={"work": ("x", "y")},
)  # fmt: skip
TEXT = TextInfo(text="docs", vocabulary_size=100, examples=(("A [MASK].", "b"),))


@pytest.mark.parametrize("info", [IMAGES, TABLE, TEXT, BoardInfo(network="mlp", sizes={"n": 2})])
def test_through_json_and_back(info):
    assert from_json(type(info), json.loads(json.dumps(to_json(info)))) == info


def test_statistics_are_one_per_channel():
    mean, std = IMAGES.statistics
    assert mean.shape == std.shape == (1,)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shapes": 1}, "unknown field 'shapes'.*shape"),
        ({"shape": [1, 28]}, "lacks shape.2"),
        ({"classes": 3}, "has classes 3"),
    ],
)
def test_what_is_not_the_info_of_images_is_said(change, words):
    with pytest.raises(UserError, match=words):
        from_json(ImageInfo, {**to_json(IMAGES), **change})


def test_a_missing_field_is_named():
    values = to_json(IMAGES)
    del values["classes"]
    with pytest.raises(UserError, match="lacks classes"):
        from_json(ImageInfo, values)
