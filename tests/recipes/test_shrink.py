"""Smaller copies of a run: how small, how good, and that they open wherever a run does."""

import pytest
import torch
from safetensors.torch import load_file

from gradatim.errors import UserError
from gradatim.models.pruning import prune
from gradatim.models.quantization import pack, unpack, unpacked_shapes
from gradatim.recipes.language.trained_model import open_trained
from gradatim.recipes.runs import open_run, open_task
from gradatim.recipes.shrink import fraction_of, measured, shrink


def measure(folder):
    return measured(open_task(folder)[0], folder)


def test_eight_bits_are_a_quarter_of_the_bytes_and_cost_little(small_gpt) -> None:
    whole, small = measure(small_gpt), measure(shrink(small_gpt, "int8"))
    assert small.file_size < 0.3 * whole.file_size
    assert small.metrics["loss"] == pytest.approx(whole.metrics["loss"], abs=0.01)


def test_four_bits_are_smaller_and_open_like_a_run(small_gpt) -> None:
    small = shrink(small_gpt, "int4")
    assert (small / "model.safetensors").stat().st_size < 0.2 * measure(small_gpt).file_size
    trained, whole = open_trained(str(small)), open_trained(str(small_gpt))
    tokens = torch.tensor([whole.tokenizer.encode("The rat eats").ids])
    with torch.no_grad():
        difference = (trained.model(tokens) - whole.model(tokens)).abs().max()
    assert 0 < difference < 2
    with pytest.raises(UserError, match="in few bits already"):
        shrink(small, "int8")


def test_half_precision_is_half_of_the_bytes(small_gpt) -> None:
    small = shrink(small_gpt, "bfloat16")
    ratio = (small / "model.safetensors").stat().st_size / measure(small_gpt).file_size
    assert ratio == pytest.approx(0.5, abs=0.03)
    assert next(open_run(small)[1].parameters()).dtype == torch.float32


def test_the_smallest_weights_become_zero(small_gpt) -> None:
    small = load_file(shrink(small_gpt, "40%") / "model.safetensors")
    for name, tensor in load_file(small_gpt / "model.safetensors").items():
        zeros = small[name] == 0
        if tensor.ndim == 2:
            assert zeros.float().mean() == pytest.approx(0.4, abs=0.01)
            assert tensor[zeros].abs().max() <= tensor[~zeros].abs().min()
        else:
            assert torch.equal(small[name], tensor)
    assert prune({"w": torch.ones(2, 2)}, 0.1)["w"].all()  # less than one weight


def test_filters_are_packed_too_and_come_back() -> None:
    torch.manual_seed(0)
    state = {"filters": torch.randn(8, 4, 3, 3), "first": torch.randn(8, 3, 3, 3)}
    for bits, closeness in ((8, 0.02), (4, 0.4)):
        packed = pack(state, bits, 16)
        assert unpacked_shapes({n: tuple(t.shape) for n, t in packed.items()}) == {
            n: tuple(t.shape) for n, t in state.items()
        }
        for name, tensor in unpack(packed).items():
            assert (tensor - state[name]).abs().max() < closeness
        assert packed[f"filters.int{bits}"].numel() == 8 * 36 * bits // 8


def test_what_a_run_cannot_become_is_refused(small_gpt, tmp_path) -> None:
    for wrong in ("int3", "0%", "100%", "x%", "", "-retrained", "int8-retrained"):
        with pytest.raises(UserError, match="cannot be shrunk"):
            fraction_of(wrong)
    with pytest.raises(UserError):
        shrink(tmp_path, "int8")
    shrink(small_gpt, "10%")
    with pytest.raises(UserError, match="already there"):
        shrink(small_gpt, "10%")
