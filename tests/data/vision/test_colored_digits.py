import pytest
import torch

from gradatim.data.vision.colored_digits import GROUPS, colorize
from gradatim.data.vision.datasets import DIGITS
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError


def _digits(n: int = 2000) -> ImageSet:
    images = torch.randint(1, 256, (n, 1, 8, 8), dtype=torch.uint8)
    return ImageSet("digits", "train", images, torch.arange(n) % 10, DIGITS)


@pytest.mark.parametrize("agreement", [0.0, 0.1, 0.99, 1.0])
def test_color_says_the_label_as_often_as_asked(agreement):
    painted = colorize(_digits(), agreement, seed=0)
    colors, labels = painted.groups % 2, painted.groups // 2
    assert torch.equal(labels, painted.images.labels)
    assert (colors == labels).float().mean().item() == pytest.approx(agreement, abs=0.02)


def test_the_digit_stays_as_it_is_in_one_channel():
    digits = _digits(100)
    painted = colorize(digits, 0.5, seed=1)
    assert torch.equal(painted.images.images.sum(1, dtype=torch.uint8), digits.images[:, 0])
    assert ((painted.images.images.flatten(2).amax(2) > 0).sum(1) == 1).all()
    assert len(GROUPS) == 4


def test_the_seed_decides():
    first, again, other = (colorize(_digits(100), 0.5, seed=s).groups for s in (0, 0, 1))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_other_images_and_fractions_are_refused():
    with pytest.raises(UserError, match="agreement is 2"):
        colorize(_digits(), 2, seed=0)
    color = ImageSet("cifar-10", "train", torch.zeros(2, 3, 4, 4), torch.zeros(2), DIGITS)
    with pytest.raises(UserError, match="gray images of ten digits"):
        colorize(color, 0.5, seed=0)
