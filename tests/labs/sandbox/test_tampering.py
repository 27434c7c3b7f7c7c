"""What is replaced is noticed by whatever name; what a program counts and caches is not."""

import types

from gradatim.labs.sandbox.tampering import Tampering


def watched():
    """A module of ours with a class and a function, and what watches it."""
    module = types.ModuleType("game")
    code = (
        "cache = None\nclass Game:\n    played = 0\n    def start(self): pass\ndef rule(): pass\n"
    )
    exec(code, vars(module))
    return module, Tampering({}, {"game": vars(module)})


def test_a_replaced_method_and_function_are_noticed():
    module, tampering = watched()
    assert tampering.found() is None
    module.Game.start = lambda self: 1
    assert tampering.found() == "game.Game.start"
    module, tampering = watched()
    module.rule = print
    assert tampering.found() == "game.rule"


def test_a_property_in_the_way_of_a_value_is_noticed():
    module, tampering = watched()
    module.Game.score = property(lambda self: 5)
    assert tampering.found() == "game.Game.score"


def test_other_code_in_the_same_function_is_noticed():
    module, tampering = watched()
    module.rule.__code__ = (lambda: 1).__code__
    assert tampering.found() == "game.rule"


def test_another_name_of_a_class_is_noticed():
    module, tampering = watched()
    module.Game.__qualname__ = "Other"
    assert tampering.found() == "game.Game"


def test_counting_caching_and_late_imports_are_nothing():
    module, tampering = watched()
    module.Game.played = 1
    module.cache = {}
    module.late = print
    assert tampering.found() is None
