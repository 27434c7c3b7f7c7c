"""Rotary positions of config.json, in both forms that are published, and what is refused."""

import pytest

from gradatim.errors import UserError
from gradatim.models.hub.rotary import read_rotary

LLAMA = {"model_type": "llama", "max_position_embeddings": 48}
LONG = {"type": "su", "short_factor": [1.0, 1.5], "long_factor": [1.0, 4.0]}


@pytest.mark.parametrize("name", ["rope_scaling", "rope_parameters"])
def test_both_names_of_the_field_say_the_same(name):
    found = read_rotary({**LLAMA, "rope_theta": 500.0, name: {"rope_type": "linear", "factor": 2}})
    assert found["rotary_base"] == 500
    assert found["rotary_scaling"].factor == 2


def test_what_is_null_is_not_said():
    nothing = {"rope_scaling": None, "rope_parameters": {"rope_theta": None, "rope_type": None}}
    assert read_rotary(LLAMA | nothing, 70.0) == {"rotary_base": 70.0}


def test_dynamic_scaling_changes_nothing_within_the_context():
    dynamic = {"rope_scaling": {"type": "dynamic", "factor": 4.0}}
    assert read_rotary(LLAMA | dynamic) == read_rotary(LLAMA)


def test_longrope_reads_as_much_as_the_model_read_at_first():
    found = read_rotary({**LLAMA, "original_max_position_embeddings": 12, "rope_scaling": LONG})
    assert found["context"] == found["rotary_scaling"].trained_context == 12
    assert found["rotary_scaling"].pairs == (1.0, 1.5)
    # The root of 1 + log(48 / 12) / log(12) (Ding et al. 2024).
    assert found["rotary_scaling"].magnitude == pytest.approx(1.2481, abs=1e-4)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"rope_scaling": "linear"}, "rotary positions by 'linear', which is not supported"),
        ({"rope_scaling": {"type": "mrope"}}, "by 'mrope', which is not supported"),
        ({"rope_scaling": {"type": "yarn", "truncate": False}}, "by 'yarn' without truncation"),
        ({"partial_rotary_factor": 0.5}, "rotates only a part of each head"),
    ],
)
def test_what_our_models_do_not_compute_is_refused_by_its_cause(values, message):
    with pytest.raises(UserError, match=message):
        read_rotary(LLAMA | values)
