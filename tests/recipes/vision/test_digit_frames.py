"""Digits of two sets in one frame: size, crop to content, warp."""

import pytest
import torch

from gradatim.data.vision.datasets import DIGITS, load
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError
from gradatim.recipes.vision.digit_frames import IMAGE_SIZE, crop_to_content, shrink, warp


def test_both_sets_have_the_same_size_and_range():
    small = shrink(load("digits", "test"))
    assert small.shape[1:] == (1, IMAGE_SIZE, IMAGE_SIZE)
    assert small.min() >= -1
    assert small.max() <= 1
    color = ImageSet(
        "x", "test", torch.zeros(1, 3, 8, 8, dtype=torch.uint8), torch.zeros(1), DIGITS
    )
    with pytest.raises(UserError, match="color images"):
        shrink(color)


def test_a_digit_that_is_cut_to_its_ink_fills_the_picture_wherever_it_stood():
    pixels = torch.zeros(2, 1, 28, 28)
    pixels[0, 0, 2:18, 3:11] = 255  # 16 high, 8 wide
    pixels[1, 0, 12:28, 20:28] = 255  # the same, in the corner
    cut = crop_to_content(pixels)
    expected = torch.zeros(IMAGE_SIZE, IMAGE_SIZE)
    expected[:, 4:12] = 255
    for picture in cut:
        torch.testing.assert_close(picture[0], expected, atol=1e-3, rtol=0)
    assert shrink(load("digits", "test"), crop=True).shape[1:] == (1, IMAGE_SIZE, IMAGE_SIZE)
    assert crop_to_content(torch.zeros(1, 1, 28, 28)).abs().max() == 0  # no ink at all


def test_warp_changes_pictures_and_strength_zero_does_not():
    images = shrink(load("digits", "test"))[:8]
    assert warp(images, 0.0) is images
    assert (warp(images, 1.0) - images).abs().mean() > 0.05
    assert warp(images, 1.0).min() >= -1 - 1e-5
