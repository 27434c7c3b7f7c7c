"""What is taken for an image, and how it looks then."""

import numpy as np
import pytest
import torch

from gradatim.data.vision.image_array import as_image
from gradatim.errors import UserError


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((2, 3, 4, 5)), "has the shape"),
        (np.full((8, 8), 2.0), "values from 0 to 1"),
        (np.full((8, 8), 300), "not 300 to 300"),
        (np.zeros((0, 8)), "has the shape"),
    ],
)
def test_what_is_no_image_is_refused_in_a_sentence(array, message):
    with pytest.raises(UserError, match=message):
        as_image(array)


def test_color_arrays_are_read_with_channels_first_or_last():
    pixels = np.random.default_rng(0).integers(0, 256, (6, 7, 3), dtype=np.uint8)
    for array in (pixels, pixels.transpose(2, 0, 1), torch.from_numpy(pixels)):
        assert np.array_equal(np.asarray(as_image(array)), pixels)


def test_a_mask_is_black_and_white():
    mask = np.eye(4, dtype=bool)
    assert np.array_equal(np.asarray(as_image(mask)), 255 * mask.astype(np.uint8))
