"""Every config of a model: a wrong size is one sentence, and every field has its line of help."""

import dataclasses
import inspect
import typing

import pytest

from gradatim import models
from gradatim.errors import UserError
from gradatim.help import Help

CONFIGS = [getattr(models, name) for name in models.__all__ if name.endswith("Config")]
LANGUAGE = [c for c in CONFIGS if c.__module__.startswith("gradatim.models.language")]
WITH_HEADS = [c for c in CONFIGS if "n_heads" in inspect.signature(c).parameters]
HELPED = [c for c in CONFIGS if not c.__module__.startswith("gradatim.models.pyrat")]


def wrong_values(kind: object) -> list[object]:
    """Values that no field of such a type may have."""
    if typing.get_origin(kind) is typing.Annotated:
        kind = typing.get_args(kind)[0]
    if typing.get_origin(kind) is typing.Literal:
        return ["nonsense"]
    members = typing.get_args(kind) if typing.get_origin(kind) is not tuple else (kind,)
    wrong: list[object] = []
    for member in members or (kind,):
        if member is int:
            wrong += [0, -3, 2.5]
        elif member is float:
            wrong += [-0.5, float("nan"), float("inf")]
        elif dataclasses.is_dataclass(member):
            wrong += ["nonsense"]
        elif typing.get_origin(member) is tuple:
            wrong += [(0,), (8, -8)]
    return wrong


CASES = [
    (config, name, value)
    for config in CONFIGS
    for name, kind in typing.get_type_hints(config, include_extras=True).items()
    for value in wrong_values(kind)
]


@pytest.mark.parametrize(("config", "name", "value"), CASES)
def test_a_wrong_size_is_refused_by_field_value_and_what_is_allowed(config, name, value):
    with pytest.raises(UserError) as caught:
        config(**{name: value})
    message = str(caught.value)
    assert message.startswith(f"{name} is {value!r}")
    assert ": " in message  # what to give instead
    assert "\n" not in message


def test_every_kind_of_field_was_tried():
    tried = {(config, name) for config, name, _ in CASES}
    for config in CONFIGS:
        for field in dataclasses.fields(config):
            kind = typing.get_type_hints(config)[field.name]
            assert kind is bool or (config, field.name) in tried, (config, field.name)


@pytest.mark.parametrize("config", WITH_HEADS)
def test_heads_that_do_not_divide_the_width_are_refused_with_the_nearest_that_do(config):
    sizes = {"n_key_heads": 1} if "n_key_heads" in inspect.signature(config).parameters else {}
    with pytest.raises(UserError, match="n_heads"):
        config(width=128, n_heads=3, **sizes)


def test_divisors_are_suggested():
    with pytest.raises(UserError, match="give n_heads 1 or 2 or 4"):
        models.GPTConfig(width=128, n_heads=3)


@pytest.mark.parametrize("config", CONFIGS)
def test_defaults_fit_together(config):
    config()


@pytest.mark.parametrize("config", HELPED)
def test_every_field_says_what_it_is(config):
    hints = typing.get_type_hints(config, include_extras=True)
    for field in dataclasses.fields(config):
        notes = typing.get_args(hints[field.name])[1:]
        assert any(isinstance(note, Help) and len(note) > 8 for note in notes), field.name


@pytest.mark.parametrize("config", [models.LlamaConfig, models.MixtralConfig])
def test_a_default_that_follows_another_size_still_follows_it_when_that_is_replaced(config):
    small = config(width=64, n_heads=4, n_key_heads=2)
    assert dataclasses.replace(small, width=128).width_per_head == 32
