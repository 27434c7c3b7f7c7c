"""Smaller copies of a run: how small, how good, and that they open wherever a run does."""

import pytest
import torch
from safetensors.torch import load_file

from gradatim.errors import UserError
from gradatim.models.quantization import pack, prune, unpack, unpacked_shapes
from gradatim.recipes import get
from gradatim.recipes.language.trained_model import open_trained
from gradatim.recipes.options import change
from gradatim.recipes.runs import open_run, open_task, start
from gradatim.recipes.shrink import fraction_of, measured, shrink

STORY = "The rat eats the cheese in the kitchen. Lily saw the garden behind the little house.\n"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A small run of a language model."""
    folder = tmp_path_factory.mktemp("runs")
    (folder / "own.txt").write_text(STORY * 200)
    values = {"text": str(folder / "own.txt"), "vocabulary": 300, "width": 64, "n_layers": 2}
    recipe = change(
        "text-gpt", get("text-gpt"), {**values, "n_heads": 2, "context": 32, "steps": 30}
    )
    start("text-gpt", recipe, folder / "gpt", show=False)
    return folder / "gpt"


def measure(folder):
    return measured(open_task(folder)[0], folder)


def test_eight_bits_are_a_quarter_of_the_bytes_and_cost_little(run) -> None:
    whole, small = measure(run), measure(shrink(run, "int8"))
    assert small.file_size < 0.3 * whole.file_size
    assert small.metrics["loss"] == pytest.approx(whole.metrics["loss"], abs=0.01)


def test_four_bits_are_smaller_and_open_like_a_run(run) -> None:
    small = shrink(run, "int4")
    assert (small / "model.safetensors").stat().st_size < 0.2 * measure(run).file_size
    trained, whole = open_trained(str(small)), open_trained(str(run))
    tokens = torch.tensor([whole.tokenizer.encode("The rat eats").ids])
    with torch.no_grad():
        difference = (trained.model(tokens) - whole.model(tokens)).abs().max()
    assert 0 < difference < 2
    with pytest.raises(UserError, match="in few bits already"):
        shrink(small, "int8")


def test_half_precision_is_half_of_the_bytes(run) -> None:
    small = shrink(run, "bfloat16")
    ratio = (small / "model.safetensors").stat().st_size / measure(run).file_size
    assert ratio == pytest.approx(0.5, abs=0.03)
    assert next(open_run(small)[1].parameters()).dtype == torch.float32


def test_the_smallest_weights_become_zero(run) -> None:
    small = load_file(shrink(run, "40%") / "model.safetensors")
    for name, tensor in load_file(run / "model.safetensors").items():
        zeros = small[name] == 0
        if tensor.ndim == 2:
            assert zeros.float().mean() == pytest.approx(0.4, abs=0.01)
            assert tensor[zeros].abs().max() <= tensor[~zeros].abs().min()
        else:
            assert torch.equal(small[name], tensor)
    assert prune({"w": torch.ones(2, 2)}, 0.1)["w"].all()  # less than one weight


def test_training_that_expects_rounding_wins_back_a_part_of_what_it_costs(run) -> None:
    whole = measure(run).metrics["loss"]
    rounded = measure(shrink(run, "int4-rows")).metrics["loss"]
    aware = shrink(run, "int4-aware", steps=20)
    found = measure(aware)
    assert found.file_size < 0.2 * measure(run).file_size
    assert found.metrics["loss"] < rounded
    assert found.metrics["loss"] < whole + 0.5 * (rounded - whole)


def test_retraining_keeps_the_zeros_and_mends_the_rest(run) -> None:
    pruned, again = shrink(run, "60%"), shrink(run, "60%-retrained", steps=20)
    weights, mended = (load_file(f / "model.safetensors") for f in (pruned, again))
    assert weights.keys() == mended.keys()
    for name, tensor in weights.items():
        if tensor.ndim == 2:
            assert torch.equal(tensor == 0, mended[name] == 0)
    assert measure(again).metrics["loss"] < measure(pruned).metrics["loss"]


def test_a_third_of_the_width_learns_from_the_large_network(run) -> None:
    folder = shrink(run, "distilled", steps=3)
    _, model, _, small = open_run(folder)
    assert (model.config.width, model.config.n_heads) == (32, 1)  # heads stay 32 wide
    assert measure(folder).file_size < 0.5 * measure(run).file_size
    train = [row for row in small.metrics("train") if row["step"] == 3]
    assert train[0]["own_loss"] != train[0]["loss"]


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


def test_what_a_run_cannot_become_is_refused(run, tmp_path) -> None:
    for wrong in ("int3", "0%", "100%", "x%", "", "-retrained", "int8-retrained"):
        with pytest.raises(UserError, match="cannot be shrunk"):
            fraction_of(wrong)
    with pytest.raises(UserError):
        shrink(tmp_path, "int8")
    shrink(run, "10%")
    with pytest.raises(UserError, match="already there"):
        shrink(run, "10%")
