"""Which layers see everything, as lists or patterns of config.json say it."""

from gradatim.errors import UserError
from gradatim.models.hub.family import kinds_of_layer, layer_types, refuse


def test_a_list_of_layers_is_read_and_written():
    theirs = {"layer_types": ["sliding_attention", "full_attention"], "num_hidden_layers": 2}
    assert kinds_of_layer(theirs, 6) == (False, True)
    assert layer_types((False, True)) == theirs["layer_types"]


def test_without_a_list_one_layer_in_so_many_sees_everything():
    theirs = {"num_hidden_layers": 6}
    assert kinds_of_layer(theirs, 3) == (True, False, False, True, False, False)
    assert kinds_of_layer(theirs, 3, offset=1) == (False, False, True, False, False, True)


def test_what_is_not_computed_here_is_an_error_that_names_the_type():
    error = refuse({"model_type": "gpt3"}, "has wings")
    assert isinstance(error, UserError)
    assert str(error) == "this gpt3 checkpoint has wings, which is not supported."
