"""Words of a match, and what a command prints."""

from gradatim.cli import main

MATCH = ["pyrat", "match", "planner", "greedy", "--preset", "lab"]
SMALL = ["--width", "6", "--height", "6", "--cheese", "7"]


def printed(capsys, *words):
    capsys.readouterr()
    main(words)
    return capsys.readouterr().out
