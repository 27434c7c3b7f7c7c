"""Any network of the lecture on any images: sizes, splits, statistics, what opens as one."""

import pytest
import torch

from gradatim.data import load
from gradatim.data.info import ImageInfo, TextInfo, to_json
from gradatim.errors import UserError
from gradatim.models.vision.convnet import ConvNetConfig
from gradatim.models.vision.perceptron import PerceptronConfig
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.vision.classification import (
    ImageData,
    image_info,
    open_classifier,
    sized_for,
)
from gradatim.training import Run

CPU = torch.device("cpu")


def digits(**changes):
    return change("digits-mlp", get("digits-mlp"), changes).build(CPU)


def test_a_config_takes_the_sizes_that_it_knows():
    info = ImageInfo(data="x", classes=("a", "b"), shape=(3, 8, 8))
    assert sized_for(PerceptronConfig(), info).in_features == 3 * 8 * 8
    sized = sized_for(ConvNetConfig(), info)
    assert (sized.in_channels, sized.image_size, sized.n_classes) == (3, 8, 2)


def test_statistics_are_those_of_the_training_images():
    train, validation, test = ImageData(data="digits").load()
    assert validation is not None
    whole = load("digits", "train")
    assert len(train) + len(validation) == len(whole)
    pixels = train.images.float() / 255
    info = image_info("digits", train)
    assert info.mean == pytest.approx([pixels.mean().item()], rel=1e-5)
    assert info.std == pytest.approx([pixels.std(correction=0).item()], rel=1e-3)
    assert torch.equal(test.images, load("digits", "test").images)


def test_untrained_it_is_as_unsure_as_chance_and_the_gradient_reaches_every_weight():
    task = digits()
    images, labels = next(task.batches)
    loss, metrics = task.loss((images, labels))
    assert loss.item() == pytest.approx(torch.tensor(10.0).log().item(), abs=0.5)
    assert 0 <= metrics["accuracy"] <= 0.5
    loss.backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in task.model.parameters())


def test_the_accuracy_of_mixed_images_is_that_of_the_larger_part():
    task = digits()
    images, labels = next(task.batches)
    answers = task.model(images).argmax(1)
    mixed = 0.7 * torch.nn.functional.one_hot(answers, 10) + 0.03
    assert task.loss((images, mixed))[1]["accuracy"] == 1
    assert task.loss((images, labels))[1]["accuracy"] == (answers == labels).float().mean()


def test_only_the_last_evaluation_looks_at_flipped_images():
    plain, flipped = digits(tta="none"), digits(tta="flip")
    flipped.model = plain.model.eval()
    with torch.no_grad():
        assert plain.evaluate() == flipped.evaluate()
        assert plain.evaluate(final=True) != flipped.evaluate(final=True)


def test_a_run_of_something_else_is_no_classifier(tmp_path):
    info = TextInfo(text="own", vocabulary_size=50)
    run = Run.create(tmp_path / "run", "text-gpt", {"width": 128}, info=to_json(info))
    run.save_weights(get("text-gpt").build_model(info).state_dict())
    with pytest.raises(UserError, match="is a run of text-gpt, which does not classify images"):
        open_classifier(run.folder)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"val_fraction": 1.0}, "val_fraction is 1"),
        ({"image_size": 0}, "image_size is 0: give at least 1 pixel"),
        ({"data": "digitz"}, "digits"),
    ],
)
def test_wrong_data_are_one_sentence(changes, message):
    with pytest.raises(UserError, match=message):
        digits(**changes)
