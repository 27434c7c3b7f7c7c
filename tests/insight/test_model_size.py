"""Size and cost: published parameter counts, two ways to count operations, plans by hand."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.insight.model_size import FAMOUS, PRECISIONS, Size, build, measure, plan
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.mixtral import Mixtral, MixtralConfig


@pytest.fixture(scope="module")
def gpt3():
    return measure(build("gpt3"))


def test_gpt3_has_174_6_billion_parameters_and_the_operations_of_the_formula(gpt3):
    assert gpt3.parameters == gpt3.active == 174_604_259_328
    assert sum(gpt3.parts.values()) == gpt3.parameters
    assert gpt3.formula == pytest.approx(1076.4e9, rel=1e-3)
    assert gpt3.counted == pytest.approx(gpt3.formula, rel=1e-3)


def test_mixtral_has_46_7_billion_parameters_of_which_12_9_are_active():
    size = measure(build("mixtral-8x7b"))
    assert size.parameters == 46_702_792_704
    assert size.active == 12_879_925_248
    assert size.counted == pytest.approx(size.formula, rel=1e-3)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [("alexnet", 62_378_344), ("bert-base", 109_514_298), ("gpt2", 124_439_808)],
)
def test_famous_models_are_measured(name, parameters):
    size = measure(build(name))
    assert size.parameters == parameters
    assert size.counted is not None


def test_alexnet_costs_three_times_its_forward_products():
    """1.135 G multiply-adds forward without grouping, two operations each; the backward pass costs
    two more forwards, but nothing wants the gradient of the image."""
    first = 55 * 55 * 96 * 3 * 11 * 11
    others = 27 * 27 * 256 * 96 * 25 + 13 * 13 * 9 * (384 * 256 + 384 * 384 + 256 * 384)
    dense = 9216 * 4096 + 4096 * 4096 + 4096 * 1000
    products = 3 * (first + others + dense) - first
    assert measure(build("alexnet")).counted == pytest.approx(2 * products, rel=1e-6)


def test_counting_agrees_with_the_formula_on_every_causal_model():
    for name in ("gpt2", "mistral-7b"):
        size = measure(build(name))
        assert size.counted == pytest.approx(size.formula, rel=2e-3), name


def test_a_mixture_counts_as_active_exactly_what_a_token_uses():
    sizes = {"vocabulary_size": 10, "width": 8, "hidden": 6, "n_layers": 2, "n_heads": 2}
    model = Mixtral(MixtralConfig(**sizes, n_key_heads=1, context=16, n_experts=4, n_active=1))
    expert = 3 * 8 * 6
    size = measure(model)
    assert size.parameters - size.active == 3 * 2 * expert


def test_the_history_of_gpt3_comes_out():
    """10,000 V100 at 24.6 TFLOP/s: 14.8 days and 1,287 MWh (Patterson et al. 2021, table 4)."""
    published = Size(
        174_604_259_328, 174_604_259_328, {}, None, 3.14e23 / 300e9, 2048, (96, 12_288)
    )
    history = plan(
        published, gpus=10_000, gpu="v100", tokens=300e9, utilization=24.6 / 125, overhead=1.1 * 1.1
    )
    assert history.days == pytest.approx(14.8, rel=0.01)
    assert history.kilowatt_hours == pytest.approx(1_287_000, rel=0.01)


def test_a_plan_is_what_the_hand_computes(gpt3):
    run = plan(gpt3, gpus=1024, gpu="h200", tokens=300e9, utilization=0.4, overhead=1.2, grams=100)
    seconds = gpt3.formula * 300e9 / (1024 * 989e12 * 0.4)
    assert run.days == pytest.approx(seconds / 86_400) == pytest.approx(9.2, rel=0.01)
    assert run.kilowatt_hours == pytest.approx(1024 * 0.7 * seconds / 3600 * 1.2)
    assert run.tonnes == pytest.approx(run.kilowatt_hours * 100 / 1e6)
    assert not run.shardings[0].fits
    assert run.shardings[0].gigabytes > 16 * 174.6
    assert run.best.name.startswith("everything sharded")
    assert plan(gpt3, gpus=1, gpu="h200", tokens=1e9).best is None


def test_a_small_model_fits_whole_on_one_card():
    with torch.device("meta"):
        small = measure(GPT(GPTConfig.gpt2()))
    assert plan(small, gpus=1, gpu="rtx4090", tokens=1e9).best.name.endswith("(DDP)")


def test_states_of_a_parameter_follow_zero():
    assert sum(PRECISIONS["bfloat16 mixed"]) == sum(PRECISIONS["float32"]) == 16


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"gpu": "h20"}, "no card 'h20' in the list: did you mean 'h200'"),
        ({"gpus": 0}, "gpus is 0: give 1 to"),
        ({"tokens": -1.0}, "tokens is -1.0: give 1 to 1e18"),
        ({"utilization": 40}, "utilization is 40: give 0.01 to 1"),
        ({"overhead": 0.5}, "overhead is 0.5: give 1 to 5"),
    ],
)
def test_impossible_plans_are_refused(gpt3, changes, message):
    with pytest.raises(UserError, match=message):
        plan(gpt3, **{"gpus": 8, "gpu": "h200", "tokens": 1e9} | changes)


def test_unknown_names_and_models_without_tokens_are_refused():
    with pytest.raises(UserError, match="no famous model 'gpt4': did you mean 'gpt"):
        build("gpt4")
    with pytest.raises(UserError, match="can be planned for GPT"):
        plan(measure(build("alexnet")), gpus=1, gpu="h200", tokens=1e9)
    assert "llama-2-70b" in FAMOUS
