"""Devices, precision, energy: what is there, and what is said where it is not."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.training import Runtime, RuntimeOptions
from gradatim.training.device import choose_device


def test_auto_takes_a_device_that_is_there():
    assert torch.ones(2, device=choose_device("auto")).sum() == 2


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
def test_missing_gpu_is_told_with_what_is_there():
    with pytest.raises(
        UserError, match=r"device is 'cuda', which is not on this machine: give .*cpu"
    ):
        choose_device("cuda")


def test_cpu_computes_in_float32_unless_asked_otherwise():
    runtime = Runtime(RuntimeOptions(device="cpu"))
    a = torch.ones(2, 2)
    with runtime.autocast():
        assert (a @ a).dtype == torch.float32
    with Runtime(RuntimeOptions(device="cpu", precision="bfloat16")).autocast():
        assert (a @ a).dtype == torch.bfloat16


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"devices": 0}, "devices is 0"),
        ({"nodes": -1}, "nodes is -1"),
        ({"nodes": 2, "node_rank": 2}, "node_rank is 2, and nodes is 2: give 0 to 1"),
    ],
)
def test_impossible_places_are_refused(wrong, message):
    with pytest.raises(UserError, match=message):
        RuntimeOptions(**wrong)
