"""`gradatim pyrat`: the commands of the PyRat game.

They are written in `matches`, `exact`, `ladder` and `networks`, which load
the game's compiler.
"""

from cyclopts import App

# name, where it is written, one line of help, words of an example
COMMANDS = (
    (
        "match",
        "pyrat.matches:match_",
        "Play a match on unseen mazes, each maze twice with sides swapped.",
        "planner greedy --games 1000",
    ),
    (
        "tournament",
        "pyrat.matches:tournament_",
        "Play a round robin; ranks by points, then by least CPU time.",
        "greedy density planner mine.py",
    ),
    (
        "ladder",
        "pyrat.ladder:ladder_",
        "Play against a fixed series of opponents on five kinds of boards; rates by Elo.",
        "mine.py --leaderboard class.json",
    ),
    (
        "watch",
        "pyrat.matches:watch_",
        "Show one game: in the official window if there can be one, else in the terminal.",
        "planner greedy --preset walls",
    ),
    (
        "solve",
        "pyrat.exact:solve_",
        "Solve a small board exactly: its value, an optimal strategy and the best line.",
        "--width 5 --height 5 --cheese 5 --seed 1",
    ),
    (
        "exactness-of",
        "pyrat.exact:exactness_of_",
        "Measure a player against exact play: points lost, won and drawn positions held.",
        "planner --boards 120 --width 7 --height 7 --cheese 5",
    ),
    (
        "export",
        "pyrat.networks:export_",
        "Write a network or the search as an official player that needs NumPy only.",
        "search mine",
    ),
    (
        "explain",
        "pyrat.networks:explain_",
        "Draw the policy, the expected lead and the attention of a network during a game.",
        "champion --opponent greedy --preset walls",
    ),
    (
        "winner",
        "pyrat.networks:winner_",
        "Predict the winner from the initial cheese positions: networks compared on 1,000 games.",
        "--seeds 10",
    ),
)

app = App(
    name="pyrat",
    help="The game of the last lab: matches, tournaments, recorded games, networks that play.",
    help_epilogue="Example: gradatim pyrat match planner greedy --preset walls",
)
for _name, _target, _help, _example in COMMANDS:
    app.command(
        f"gradatim.cli.{_target}",
        name=_name,
        help=_help,
        help_epilogue=f"Example: gradatim pyrat {_name} {_example}",
    )
