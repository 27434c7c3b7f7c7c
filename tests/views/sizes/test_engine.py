"""Sizes and energy: counted, not typed; the plan is the command's; years go by step by step."""

import pytest

from gradatim.insight.model_size import measure, plan
from gradatim.recipes.language.shipped_models import EVERYDAY_LLAMA, KINDS, open_shipped
from gradatim.views import load
from gradatim.views.sizes.engine import OURS, size_of


def test_our_sizes_are_those_of_the_models():
    for name in set(OURS) & set(KINDS):
        model, _ = open_shipped(name)
        assert size_of(name).parameters == sum(p.numel() for p in model.parameters())
    assert size_of("perceptron").parameters == 650


def test_the_question_of_the_view_has_its_answer():
    ratio = size_of("gpt3").parameters / size_of("alexnet").parameters
    assert ratio == pytest.approx(2800, rel=0.01)


def test_active_parameters_are_those_that_the_command_counts():
    with_experts = size_of("mixtral-8x7b")
    assert with_experts.active == pytest.approx(12.9e9, rel=0.01)
    assert size_of("llama-7b").active == size_of("llama-7b").parameters


def test_the_plan_is_close_to_that_of_the_command():
    shown = load("sizes")(tokens=1e10).snapshot()
    exact = plan(measure(open_shipped(EVERYDAY_LLAMA)[0]), gpus=1, gpu="h200", tokens=1e10)
    assert shown["kilowatt_hours"] == pytest.approx(exact.kilowatt_hours, rel=0.3)  # 6 N D
    assert shown["tonnes"] == pytest.approx(shown["kilowatt_hours"] * 481 / 1e6)


def test_gpt3_comes_with_its_published_tokens():
    engine = load("sizes")()
    engine.set("model", "gpt3")
    shown = engine.snapshot()
    assert engine.values["tokens"] == shown["published"] == 3e11
    assert shown["operations"] == pytest.approx(3.14e23, rel=0.01)


def test_steps_show_one_model_after_the_other():
    engine = load("sizes")()
    assert engine.snapshot()["names"] == ["alexnet"]
    engine.step(3)
    assert engine.snapshot()["names"][-1] == "gpt2-xl"
    engine.rewind(1)
    assert len(engine.snapshot()["names"]) == 3
