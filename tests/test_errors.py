"""Error messages end with the nearest allowed word, or with all of them."""

from gradatim.errors import UserError, nearest


def test_a_near_word_is_suggested_and_a_far_one_gets_the_list():
    assert nearest("imagnet", ["cifar", "imagenet"]) == "did you mean 'imagenet'?"
    assert nearest("xyz", ["cifar", "imagenet"]) == "allowed: cifar, imagenet."


def test_a_users_mistake_is_a_wrong_value_for_those_who_catch_those():
    assert issubclass(UserError, ValueError)
