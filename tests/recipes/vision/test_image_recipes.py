"""The image recipes by name: each builds its network for its images, in the size that it says."""

import pytest

from gradatim.data.info import ImageInfo
from gradatim.recipes.registry import RECIPES as REGISTERED
from gradatim.recipes.vision.image_recipes import RECIPES

SHAPES = {
    "digits": (1, 8, 8),
    "mnist": (1, 28, 28),
    "fashion-mnist": (1, 28, 28),
    "cifar-10": (3, 32, 32),
}


@pytest.mark.parametrize("name", RECIPES)
def test_the_network_fits_the_images(name):
    recipe = RECIPES[name]
    data = recipe.data.data
    info = ImageInfo(data=data, classes=tuple("0123456789"), shape=SHAPES[data])
    model = recipe.build_model(info)
    assert isinstance(model, recipe.network)
    assert name in REGISTERED
    assert 0 < sum(p.numel() for p in model.parameters()) < 12_000_000


def test_the_long_recipe_differs_in_length_and_shift_alone():
    short, long = RECIPES["mnist-convnet"], RECIPES["mnist-convnet-long"]
    assert short.model == long.model
    assert short.data == long.data
    assert long.train.epochs > short.train.epochs
