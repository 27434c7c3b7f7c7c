"""Smaller copies that are trained once more: rounded, pruned, distilled."""

from safetensors.torch import load_file

from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import open_run, open_task, start
from gradatim.recipes.shrink import measured, shrink


def measure(folder):
    return measured(open_task(folder)[0], folder)


def test_training_that_expects_rounding_wins_back_a_part_of_what_it_costs(small_gpt) -> None:
    whole = measure(small_gpt).metrics["loss"]
    rounded = measure(shrink(small_gpt, "int4-rows")).metrics["loss"]
    aware = shrink(small_gpt, "int4-aware", steps=20)
    found = measure(aware)
    assert found.file_size < 0.2 * measure(small_gpt).file_size
    assert found.metrics["loss"] < rounded
    assert found.metrics["loss"] < whole + 0.5 * (rounded - whole)


def test_weights_that_become_zero_while_the_others_learn_on_cost_less(small_gpt) -> None:
    pruned, again = shrink(small_gpt, "60%"), shrink(small_gpt, "60%-retrained", steps=20)
    weights, mended = (load_file(f / "model.safetensors") for f in (pruned, again))
    assert weights.keys() == mended.keys()
    for name, tensor in weights.items():
        if tensor.ndim == 2:
            zeros = [int((w == 0).sum()) for w in (tensor, mended[name])]
            assert zeros[0] <= zeros[1] <= 1.01 * zeros[0] + 1
    assert measure(again).metrics["loss"] < measure(pruned).metrics["loss"]


def test_training_on_without_zeros_shows_what_the_training_alone_gains(small_gpt) -> None:
    longer = shrink(small_gpt, "float32-retrained", steps=20)
    found, whole = measure(longer), measure(small_gpt)
    assert found.metrics["loss"] < whole.metrics["loss"]
    weights = load_file(longer / "model.safetensors")
    assert weights.keys() == load_file(small_gpt / "model.safetensors").keys()
    assert all(tensor.count_nonzero() > 0 for tensor in weights.values())


def test_half_and_a_third_of_the_width(small_gpt, tmp_path) -> None:
    values = {"text": str(small_gpt.parent / "own.txt"), "vocabulary": 300, "width": 48}
    values |= {"n_heads": 6, "n_layers": 1, "context": 32, "steps": 1}
    start("text-gpt", change("text-gpt", get("text-gpt"), values), tmp_path / "gpt", show=False)
    for form, width in (("half-width", 24), ("distilled", 16)):
        assert open_run(shrink(tmp_path / "gpt", form, 1))[1].config.width == width


def test_a_third_of_the_width_learns_from_the_large_network(small_gpt) -> None:
    folder = shrink(small_gpt, "distilled", steps=3)
    _, model, _, small = open_run(folder)
    assert (model.config.width, model.config.n_heads) == (32, 1)  # heads stay 32 wide
    assert measure(folder).file_size < 0.5 * measure(small_gpt).file_size
    train = [row for row in small.metrics("train") if row["step"] == 3]
    assert train[0]["own_loss"] != train[0]["loss"]
