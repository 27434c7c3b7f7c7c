"""A recorded game as an animation in the terminal."""

import io

from rich.console import Console

from gradatim.pyrat import preset
from gradatim.pyrat.matches.player_specs import open_contestant
from gradatim.pyrat.matches.recording import record
from gradatim.pyrat.matches.replay_terminal import watch_in_terminal


def test_watch_draws_every_turn_in_a_terminal():
    with open_contestant("greedy") as a, open_contestant("random") as b:
        recording = record(a, b, preset("lab", width=6, height=6, cheese=3))
    screen = io.StringIO()
    console = Console(
        file=screen, force_terminal=True, color_system="truecolor", width=80, height=24
    )
    watch_in_terminal(recording, console, 1000)
    drawn = screen.getvalue()
    assert drawn.count("cheese left") == len(recording.actions) + 2
    assert "▀" in drawn
