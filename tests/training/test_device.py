"""Devices, precision, energy: what is there, and what is said where it is not."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.training import Runtime, RuntimeOptions
from gradatim.training.config import OptimizerConfig, TrainConfig
from gradatim.training.device import choose_device
from gradatim.training.energy import EnergyMeter
from gradatim.training.lr_finder import draw, find_learning_rate
from gradatim.training.progress import format_number
from gradatim.training.task import chunk
from tests.training.toy import PointTask


def test_auto_takes_a_device_that_is_there():
    assert torch.ones(2, device=choose_device("auto")).sum() == 2


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
def test_missing_gpu_is_told_with_what_is_there():
    with pytest.raises(UserError, match=r"'cuda' is not on this machine: use one of .*cpu"):
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
        ({"nodes": 2, "node_rank": 2}, "node_rank is 2: number the 2 machines from 0"),
    ],
)
def test_impossible_places_are_refused(wrong, message):
    with pytest.raises(UserError, match=message):
        RuntimeOptions(**wrong)


def test_chunks_of_a_batch_are_equal_parts_of_every_tensor():
    batch = {"x": torch.arange(6), "pair": (torch.arange(12).view(6, 2), "name")}
    part = chunk(batch, 3, 1)
    assert part["x"].tolist() == [2, 3]
    assert part["pair"][0].tolist() == [[4, 5], [6, 7]]
    assert part["pair"][1] == "name"


def test_energy_is_read_from_counters_and_survives_their_wrap(tmp_path):
    counter = tmp_path / "intel-rapl:0"
    counter.mkdir()
    (counter / "energy_uj").write_text("9000000")
    (counter / "max_energy_range_uj").write_text("10000000")
    meter = EnergyMeter(torch.device("cpu"), rapl=tmp_path)
    (counter / "energy_uj").write_text("2000000")
    energy = meter.read()
    assert energy.joules == pytest.approx(3.0)
    assert energy.source == "measured (RAPL)"


def test_energy_without_counters_is_marked_as_an_estimate(tmp_path):
    meter = EnergyMeter(torch.device("cpu"), rapl=tmp_path)
    sum(i * i for i in range(300_000))
    energy = meter.read()
    assert energy.joules > 0
    assert energy.source.startswith("estimated")


def test_learning_rate_finder_suggests_a_rate_that_learns(tmp_path):
    settings = TrainConfig(batch_size=32, optim=OptimizerConfig(optimizer="sgd"))
    curve = find_learning_rate(PointTask(32, norm=False), settings, Runtime())
    assert 1e-3 < curve.suggestion < 10
    assert curve.learning_rates == sorted(curve.learning_rates)
    draw(curve, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").stat().st_size > 5000


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("accuracy", 0.9912, "99.12 %"),
        ("test accuracy", 0.5, "50.00 %"),
        ("loss", 1.23456, "1.235"),
    ],
)
def test_shares_are_shown_as_percent(name, value, text):
    assert format_number(name, value) == text
