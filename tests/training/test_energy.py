"""Energy is read from counters, or marked as an estimate."""

import pytest
import torch

from gradatim.training.energy import EnergyMeter


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


def test_a_gpu_without_a_counter_makes_the_whole_an_estimate(tmp_path):
    counter = tmp_path / "intel-rapl:0"
    counter.mkdir()
    (counter / "energy_uj").write_text("9000000")
    meter = EnergyMeter(torch.device("cuda"), rapl=tmp_path)
    if meter.gpu is None:  # as on every machine without NVIDIA's driver
        assert meter.read().source == "estimated (RAPL + 300 W for the GPU)"
    else:
        assert meter.read().source == "measured (RAPL + NVML)"


def test_energy_without_counters_is_marked_as_an_estimate(tmp_path):
    meter = EnergyMeter(torch.device("cpu"), rapl=tmp_path)
    sum(i * i for i in range(300_000))
    energy = meter.read()
    assert energy.joules > 0
    assert energy.source.startswith("estimated")
