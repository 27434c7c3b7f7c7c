"""Batched augmentation against plain loops over images and pixels."""

import math

import numpy as np
import pytest
import torch
from torch import Tensor

from gradatim.data.vision.augment import (
    Augmentation,
    AugmentationDraws,
    CropStore,
    add_lighting,
    color_jitter,
    cut_out,
    mix_up,
    principal_colors,
    rotate,
)


def noise(*shape: int) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(3))


def pixels(*shape: int) -> Tensor:
    return torch.randint(0, 256, shape, dtype=torch.uint8)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("shift", [0, 1, 3])
def test_crops_equal_padding_flipping_and_slicing_one_by_one(channels: int, shift: int) -> None:
    images = pixels(5, channels, 6, 8)
    store = CropStore(images, shift, flipped=True)
    index = torch.randint(5, (200,))
    top, left = torch.randint(2 * shift + 1, (2, 200))
    flip = torch.randint(2, (200,))
    crops = store.crop(index, top, left, flip).view(200, 6, 8, channels)
    for k in range(200):
        image = images[index[k]].permute(1, 2, 0).numpy()
        if flip[k]:
            image = image[:, ::-1]
        padded = np.pad(image, ((shift, shift), (shift, shift), (0, 0)), mode="reflect")
        expected = padded[top[k] : top[k] + 6, left[k] : left[k] + 8]
        np.testing.assert_array_equal(crops[k], expected)


def test_store_gives_the_original_images_back() -> None:
    images = pixels(7, 3, 5, 4)
    assert torch.equal(CropStore(images, 2, flipped=True).originals(), images)
    assert torch.equal(CropStore(images).originals(), images)
    store = CropStore(images.contiguous(memory_format=torch.channels_last), 2)
    assert torch.equal(store.originals(), images)


def test_store_refuses_a_shift_as_large_as_the_image() -> None:
    with pytest.raises(ValueError, match="shift is 4, and the images have 4 pixels"):
        CropStore(pixels(1, 1, 5, 4), 4)


def rotated_by_loop(image: Tensor, degrees: float) -> Tensor:
    """Turn one image, pixel by pixel: bilinear, reflected at the outer edge."""
    channels, height, width = image.shape
    angle = math.radians(degrees)
    result = torch.zeros_like(image)

    def reflected(place: float, length: int) -> float:
        place = abs(place + 0.5) % (2 * length)
        place = min(place, 2 * length - place) - 0.5
        return min(max(place, 0), length - 1)

    for row in range(height):
        for column in range(width):
            y, x = row - (height - 1) / 2, column - (width - 1) / 2
            from_x = math.cos(angle) * x - math.sin(angle) * y + (width - 1) / 2
            from_y = math.sin(angle) * x + math.cos(angle) * y + (height - 1) / 2
            from_x, from_y = reflected(from_x, width), reflected(from_y, height)
            x0, y0 = min(int(from_x), width - 2), min(int(from_y), height - 2)
            dx, dy = from_x - x0, from_y - y0
            for channel in range(channels):
                corner = image[channel, y0 : y0 + 2, x0 : x0 + 2]
                weights = torch.tensor([1 - dy, dy]).outer(torch.tensor([1 - dx, dx]))
                result[channel, row, column] = (corner * weights).sum()
    return result


@pytest.mark.parametrize("size", [(8, 8), (6, 11)])
def test_rotation_equals_a_loop_over_pixels(size: tuple[int, int]) -> None:
    images = noise(4, 2, *size)
    degrees = torch.tensor([0.0, 17.0, -30.0, 90.0])
    turned = rotate(images, degrees)
    for image, angle, result in zip(images, degrees.tolist(), turned, strict=True):
        torch.testing.assert_close(result, rotated_by_loop(image, angle), atol=2e-5, rtol=0)


def test_quarter_turn_is_counter_clockwise() -> None:
    images = noise(2, 3, 8, 8)
    torch.testing.assert_close(rotate(images, torch.tensor([90.0, 90.0])), images.rot90(1, (2, 3)))


def test_color_jitter_equals_a_loop_over_images() -> None:
    images = noise(6, 3, 5, 5)
    brightness, contrast, saturation = 0.5 + noise(3, 6)
    changed = color_jitter(images, brightness, contrast, saturation)
    for k in range(6):
        image = (images[k] * brightness[k]).clamp(0, 1)
        gray = 0.299 * image[0] + 0.587 * image[1] + 0.114 * image[2]
        image = (gray.mean() + contrast[k] * (image - gray.mean())).clamp(0, 1)
        gray = 0.299 * image[0] + 0.587 * image[1] + 0.114 * image[2]
        image = (gray + saturation[k] * (image - gray)).clamp(0, 1)
        torch.testing.assert_close(changed[k], image)
    ones = torch.ones(6)
    torch.testing.assert_close(color_jitter(images, ones, ones, ones), images)
    assert color_jitter(images[:, :1], brightness, contrast, saturation).shape == (6, 1, 5, 5)


def test_principal_colors_are_those_of_the_covariance() -> None:
    images = pixels(1500, 3, 4, 4)
    images[:, 1] = images[:, 0] // 2  # green follows red
    values, vectors = principal_colors(images)
    rows = images.permute(0, 2, 3, 1).reshape(-1, 3).numpy() / 255
    covariance = np.cov(rows.T, bias=True)
    np.testing.assert_allclose(vectors @ torch.diag(values) @ vectors.T, covariance, atol=1e-6)
    np.testing.assert_allclose(vectors.T @ vectors, np.eye(3), atol=1e-6)


def test_lighting_adds_the_paper_s_sum_to_every_pixel() -> None:
    images = noise(4, 3, 5, 5)
    values, vectors = principal_colors(pixels(50, 3, 4, 4))
    shares = 0.1 * noise(4, 3)
    lit = add_lighting(images, shares, values, vectors)
    for k in range(4):
        added = sum(vectors[:, i] * shares[k, i] * values[i] for i in range(3))
        torch.testing.assert_close(lit[k], images[k] + added[:, None, None])  # type: ignore[index]


@pytest.mark.parametrize("size", [1, 4, 5])
def test_cut_out_equals_a_loop_over_images(size: int) -> None:
    images = noise(30, 3, 8, 9) + 1
    row, column = torch.randint(8, (30,)), torch.randint(9, (30,))
    cut = cut_out(images, size, row, column)
    for k in range(30):
        expected = images[k].clone()
        top, left = int(row[k]) - size // 2, int(column[k]) - size // 2
        expected[:, max(top, 0) : max(top + size, 0), max(left, 0) : max(left + size, 0)] = 0
        assert torch.equal(cut[k], expected)


def test_mix_up_equals_a_loop_over_images() -> None:
    images, labels = noise(5, 1, 3, 3), torch.tensor([0, 2, 1, 1, 0])
    mixed, targets = mix_up(images, labels, 0.7, 3)
    for k in range(5):
        torch.testing.assert_close(mixed[k], 0.7 * images[k] + 0.3 * images[k - 1])
        expected = torch.zeros(3)
        expected[labels[k]] += 0.7
        expected[labels[k - 1]] += 0.3
        torch.testing.assert_close(targets[k], expected)


def test_draws_have_their_distribution_and_repeat_with_their_seed() -> None:
    def draws(seed: int) -> AugmentationDraws:
        return AugmentationDraws(20_000, torch.Generator().manual_seed(seed), torch.device("cpu"))

    for make in (
        lambda d: d.whole(7),
        lambda d: d.between(-2, 3),
        lambda d: d.normal(0.1, 3),
        lambda d: torch.tensor(d.beta(0.3)),
    ):
        assert torch.equal(make(draws(0)), make(draws(0)))
        assert not torch.equal(make(draws(0)), make(draws(1)))
    assert draws(0).whole(7).bincount().tolist() == pytest.approx([20_000 / 7] * 7, rel=0.1)
    between = draws(0).between(-2, 3)
    assert between.min() >= -2
    assert between.max() < 3
    assert between.mean().item() == pytest.approx(0.5, abs=0.05)
    assert draws(0).normal(0.1, 3).std().item() == pytest.approx(0.1, rel=0.05)
    draw = draws(0)
    shares = torch.tensor([draw.beta(0.3) for _ in range(2000)])
    assert shares.mean().item() == pytest.approx(0.5, abs=0.05)
    assert shares.var().item() == pytest.approx(0.25 / 1.6, abs=0.02)  # 1 / (4 (2 alpha + 1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"shift": -1},
        {"rotation": 181},
        {"color_jitter": 1.5},
        {"mixup": float("nan")},
        {"alternating_flip": True},
    ],
)
def test_impossible_augmentation_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Augmentation(**wrong)  # type: ignore[arg-type]
