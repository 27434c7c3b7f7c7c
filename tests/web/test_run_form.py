"""The form that starts a run: its options, what a text means, what an address fills in."""

from gradatim.recipes.registry import get
from gradatim.web.run_form import SHOWN, filled_in, form_options, value_of


def test_a_form_shows_the_options_that_matter_with_their_defaults():
    shown = form_options(get("digits-mlp"))
    assert [option.name for option in shown] == [
        name for name in SHOWN if name in {option.name for option in shown}
    ]
    assert form_options(get("chat-instructions"))[0].name == "init_from"
    known = {option.name: option for option in shown}
    assert value_of(known["learning_rate"], "0,01") == 0.01
    assert value_of(known["seed"], "3") == 3
    assert value_of(known["optimizer"], " sgd ") == "sgd"


def test_an_address_fills_the_form_in_and_what_it_cannot_read_stays():
    shown = form_options(get("digits-mlp"))
    given = {"epochs": "3", "learning_rate": "high", "optimizer": "sgd", "out": "/tmp/x"}
    values = {option.name: option.value for option in filled_in(shown, given)}
    assert values["epochs"] == 3
    assert values["optimizer"] == "sgd"
    assert values["learning_rate"] == {o.name: o.value for o in shown}["learning_rate"]
    assert "out" not in values
