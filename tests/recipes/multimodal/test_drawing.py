"""The judge's measurement: what is read as asked, and how far drawn images are from real ones."""

import pytest
import torch

from gradatim.data.multimodal.captioned import captions_of, load_captioned
from gradatim.recipes.multimodal.drawing import DrawingEvaluation, DrawingScore


class Photocopier:
    """Draws by taking a real training image of the class that is asked for."""

    def __init__(self, images, captions, wrong=False):
        self.images, self.captions, self.wrong = images, captions, wrong
        self.table, _ = captions.table()

    def parameters(self):
        return iter([torch.zeros(1)])

    def draw(self, captions, *, guidance, generator, after_step):
        drawn = []
        for row in captions:
            (label, *_) = (self.table == row).all(2).any(1).nonzero().flatten().tolist()
            if self.wrong:
                label = (label + 1) % len(self.table)
            rows = (self.images.labels == label).nonzero().flatten()
            which = torch.randint(len(rows), (1,), generator=generator)
            drawn.append(self.images.images[rows[which]][0].float() / 255)
        return torch.stack(drawn)


@pytest.fixture(scope="module")
def measurement():
    train, _, test = load_captioned("digits", False)
    evaluation = DrawingEvaluation(eval_images=200, judge_steps=300)
    return DrawingScore(
        evaluation, captions_of("digits", False), pairs=False, train=train, test=test
    )


def test_real_images_of_what_was_asked_are_read_as_asked_and_known_as_copies(measurement):
    right = Photocopier(measurement.train, measurement.captions)
    found = measurement.measure(right, seed=0)
    assert found["prompt_accuracy"] > 0.95
    assert found["real_accuracy"] > 0.9
    assert found["near_copies"] == 1.0
    assert found["frechet"] < 5 * found["frechet_of_real"]


def test_images_of_something_else_are_not_read_as_asked(measurement):
    wrong = Photocopier(measurement.train, measurement.captions, wrong=True)
    assert measurement.measure(wrong, seed=0)["prompt_accuracy"] < 0.05
