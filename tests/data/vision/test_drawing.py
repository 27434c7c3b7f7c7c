"""Photographs of handwriting: whatever the paper and the light, the digit comes out as MNIST's."""

import functools
import time

import numpy as np
import pytest
from benchmarks.reliability.photographs import framed, on_a_table, shadowed, squared
from PIL import Image, ImageFilter

from gradatim.data.vision.datasets import load
from gradatim.data.vision.image_folder import fit_image
from gradatim.errors import UserError


def photograph(digit, *, paper, darkest=1.0, margin=60, ink=20, noise=3.0):
    """Draw a digit (28, 28) on paper, lit less and less from left to right."""
    large = np.asarray(Image.fromarray(digit).resize((140, 140), Image.Resampling.BICUBIC)) / 255
    cover = np.pad(large, margin)  # (H, W), 1 where there is ink
    light = np.broadcast_to(paper * np.linspace(1, darkest, cover.shape[1]), cover.shape)
    pixels = light * (1 - cover + cover * ink / 255)
    pixels = pixels + noise * np.random.default_rng(0).standard_normal(cover.shape)
    image = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    return image.filter(ImageFilter.GaussianBlur(1))


@pytest.mark.parametrize(
    "how",
    [
        {"paper": 255},
        {"paper": 150},
        {"paper": 100},
        {"paper": 255, "darkest": 0.45},
        {"paper": 200, "darkest": 0.5, "margin": 200},
        {"paper": 200, "ink": 110},
    ],
    ids=str,
)
def test_digit_comes_out_of_any_paper(data_folder, monkeypatch, how):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    alike = []
    for digit in load("mnist", "test").images[:20]:
        read = fit_image(photograph(digit[0].numpy(), **how), (1, 28, 28), data="mnist")
        pair = np.stack([read.flatten().numpy(), digit.flatten().numpy()])
        alike.append(np.corrcoef(pair)[0, 1])
        assert (read == 0).float().mean() > 0.5  # nothing of the paper is left
    assert np.mean(alike) > 0.9


@pytest.mark.parametrize(
    "around",
    [squared, framed, on_a_table, functools.partial(on_a_table, sides=1), shadowed],
    ids=["squared paper", "frame", "table", "table on one side", "shadow"],
)
def test_what_lies_around_a_digit_is_no_part_of_it(data_folder, monkeypatch, around):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    rng, alike = np.random.default_rng(0), []
    for digit in load("mnist", "test").images[:20]:
        image = around(photograph(digit[0].numpy(), paper=235).convert("RGB"), rng)
        read = fit_image(image, (1, 28, 28), data="mnist")
        pair = np.stack([read.flatten().numpy(), digit.flatten().numpy()])
        alike.append(np.corrcoef(pair)[0, 1])
    assert np.median(alike) > 0.9
    assert np.mean(np.array(alike) > 0.7) >= 0.9


def test_a_photograph_of_twelve_megapixels_is_read_as_a_small_one_is_and_soon(
    data_folder, monkeypatch
):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    small = photograph(load("mnist", "test").images[0, 0].numpy(), paper=235)
    large = small.resize((3400, 3400), Image.Resampling.BICUBIC)
    began = time.process_time()
    read = fit_image(large, (1, 28, 28), data="mnist").int()
    assert time.process_time() - began < 4  # core-seconds; 14 where every pixel was looked at
    assert (read - fit_image(small, (1, 28, 28), data="mnist").int()).abs().float().mean() < 5


def test_ink_as_bright_as_its_paper_stands_out_by_its_color(data_folder, monkeypatch):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    digit = load("mnist", "test").images[0, 0].numpy()
    cover = np.asarray(photograph(digit, paper=255, ink=0))[..., None] / 255
    colored = Image.fromarray((cover * (60, 110, 200) + (1 - cover) * (215, 50, 60)).astype("u1"))
    read = fit_image(colored, (1, 28, 28), data="mnist")
    assert np.corrcoef(read.flatten(), digit.flatten())[0, 1] > 0.9


def test_digits_of_eight_by_eight_fill_their_image(data_folder, monkeypatch):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    digit = load("mnist", "test").images[0, 0].numpy()
    near, far = (
        fit_image(photograph(digit, paper=180, margin=margin), (1, 8, 8), data="digits").int()
        for margin in (5, 300)
    )
    assert (near - far).abs().float().mean() < 16
    assert far[0].amax(1).min() > 30  # ink in every row


def test_paper_in_bad_light_without_ink_is_told():
    pixels = np.broadcast_to(np.linspace(220, 90, 200), (150, 200))
    noisy = pixels + 4 * np.random.default_rng(0).standard_normal(pixels.shape)
    with pytest.raises(UserError, match="no ink stands out"):
        fit_image(Image.fromarray(noisy.astype(np.uint8)), (1, 28, 28), data="mnist")
