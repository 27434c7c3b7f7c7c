"""Every command of `gradatim pyrat` is written where the list says, and its example is one."""

from importlib import import_module

import pytest

from gradatim.cli.pyrat.group import COMMANDS, app


@pytest.mark.parametrize(("name", "target", "line", "example"), COMMANDS)
def test_a_command_has_its_function_one_line_of_help_and_an_example(name, target, line, example):
    module, function = target.split(":")
    assert callable(getattr(import_module(f"gradatim.cli.{module}"), function))
    assert line.endswith(".")
    command, bound, _ = app.parse_args([name, *example.split()], exit_on_error=False)
    assert command.__name__ == function
    assert bound.arguments
