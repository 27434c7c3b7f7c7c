"""A batch is cut into equal parts; a task of one's own that lacks a part is told which."""

import pytest
import torch
from torch import nn

from gradatim.data.vision.batches import TensorBatches
from gradatim.errors import UserError
from gradatim.training.task import Task, check_task, chunk, loss_of, metrics_of


def test_chunks_of_a_batch_are_equal_parts_of_every_tensor():
    batch = {"x": torch.arange(6), "pair": (torch.arange(12).view(6, 2), "name")}
    part = chunk(batch, 3, 1)
    assert part["x"].tolist() == [2, 3]
    assert part["pair"][0].tolist() == [[4, 5], [6, 7]]
    assert part["pair"][1] == "name"


class Line(Task):
    """Learns y = x."""

    def __init__(self, **parts):
        x = torch.rand(8, 1)
        self.model = nn.Linear(1, 1)
        self.batches = TensorBatches(x, x, batch_size=4)
        self.result = (torch.tensor(0.5), {"error": 0.25})
        self.measured = {"loss": torch.tensor(0.5)}
        self.__dict__ |= parts

    def loss(self, batch):
        return self.result

    def evaluate(self, final=False):
        return self.measured


def test_numbers_and_tensors_are_metrics_alike():
    check_task(Line())
    loss, metrics = loss_of(Line(), ())
    assert loss == 0.5
    assert metrics == {"error": torch.tensor(0.25)}
    assert metrics_of(Line(), final=True) == {"loss": 0.5}


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"model": None}, "Line has no model"),
        ({"model": "resnet"}, "Line has no model"),
        ({"batches": [torch.rand(4)]}, "the batches of Line have no batch_size"),
        ({"batches": None}, "the batches of Line have no batch_size"),
    ],
)
def test_a_missing_part_is_named(parts, message):
    with pytest.raises(UserError, match=message):
        check_task(Line(**parts))


def test_a_missing_method_is_named():
    class Silent(Line):
        loss = Task.loss

    with pytest.raises(UserError, match="Silent has no method loss"):
        check_task(Silent())


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (torch.tensor(0.5), "a tensor of shape ()"),
        (None, "None"),
        ((torch.rand(4), {}), "(a tensor of shape (4,), dict {})"),
        ((0.5, {}), "(float 0.5, dict {})"),
        ((torch.tensor(0.5), [1]), "(a tensor of shape (), list [1])"),
    ],
)
def test_what_loss_returned_is_told(result, told):
    with pytest.raises(UserError) as caught:
        loss_of(Line(result=result), ())
    assert f"the loss of Line returned {told}: return the mean loss" in str(caught.value)


@pytest.mark.parametrize(
    "measured", [None, 0.5, {"accuracy": 1.0}, {"loss": "low"}, {"loss": None}]
)
def test_what_evaluate_returned_is_told(measured):
    with pytest.raises(UserError, match=r"evaluate of Line returned .*: return a dictionary"):
        metrics_of(Line(measured=measured), final=False)


def test_an_evaluate_without_final_is_told_how_to_write_it():
    class Plain(Line):
        def evaluate(self):
            return {"loss": 0.0}

    with pytest.raises(UserError, match="write evaluate\\(self, final=False\\)"):
        metrics_of(Plain(), final=False)
