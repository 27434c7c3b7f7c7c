"""Several versions of an image are asked about, and the mean of the answers counts."""

import torch

from gradatim.models.own_classes import OwnClasses
from gradatim.recipes.vision.tta import flipped, predict_with_tta, turned


class LeftBrightness(torch.nn.Module):
    """Answers with the brightness of the left half: not at all symmetric."""

    def forward(self, x):
        return x[..., :16].mean((1, 2, 3))[:, None] * torch.arange(3)


def test_an_image_and_its_mirror_image_get_the_same_answer():
    model, images = LeftBrightness(), torch.rand(4, 3, 32, 32)
    other = images.flip(3)
    assert not torch.allclose(
        predict_with_tta(model, images, "none"), predict_with_tta(model, other, "none")
    )
    torch.testing.assert_close(
        predict_with_tta(model, images, "flip"), predict_with_tta(model, other, "flip")
    )


def test_turned_versions_are_inverted_where_colors_say_nothing():
    images, middle = torch.rand(2, 3, 32, 32), torch.full((3,), 0.5)
    versions = turned(images, middle)
    assert len(versions) == 9
    torch.testing.assert_close(versions[0] + versions[6], torch.ones_like(images))
    assert len(turned(images, None)) == 6


def test_a_network_of_own_classes_answers_with_the_mean_of_the_versions():
    model, images = OwnClasses(LeftBrightness(), flipped), torch.rand(4, 3, 32, 32)
    logits, _ = model.with_responses(images)
    wanted = (model(images).softmax(1) + model(images.flip(3)).softmax(1)) / 2
    torch.testing.assert_close(logits.softmax(1), wanted)
    torch.testing.assert_close(model.alone(images)[0], model(images))
