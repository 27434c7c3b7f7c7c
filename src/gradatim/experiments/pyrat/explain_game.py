"""`gradatim pyrat explain`: what a network thinks during a game, turn by turn, on one page.

The board at chosen turns with how much each cheese and each move is wanted, the lead that the
network expects, and where the heads of a Transformer look.

Shapes: K cheeses that are left.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gradatim.errors import UserError
from gradatim.experiments.pyrat.attention_heads import heads_section
from gradatim.experiments.pyrat.policy_trace import Thought, Watcher
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section, paragraph, subheading
from gradatim.insight.html.svg import FAINT, INK, SERIES, WIDTH, new_figure, styled, to_svg
from gradatim.recipes.pyrat.open_policy import open_network

if TYPE_CHECKING:  # the game's compiler takes half a second to import: only those who play wait
    from gradatim.pyrat.game.presets import Setting
    from gradatim.pyrat.matches.player_specs import Contestant
    from gradatim.pyrat.matches.recording import Recording

N_TURNS, APART = 6, 6  # turns that are shown when none are named, and turns between two of them
MOVES = ("north", "east", "south", "west")
STYLE = """<style>
.turn { display: grid; grid-template-columns: minmax(0, 1.75fr) minmax(15rem, 1fr); gap: 0 2.2rem;
  align-items: start; margin: 1.2rem 0; }
.turn figure, .layers figure { margin: 0; } .turn h3:first-child { margin-top: 0; }
.layers { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr));
  gap: 1.2rem 1.4rem; margin: .6rem 0 1.6rem; }
.turn table { font-size: .84rem; width: 100%; } .turn th, .turn td { padding: .3rem .7rem .3rem 0; }
.moves { display: grid; grid-template-columns: max-content 1fr max-content; gap: .3rem .7rem;
  align-items: center; font: .84rem/1.3 var(--sans); font-variant-numeric: tabular-nums; }
.moves i { height: .8rem; border-radius: .2rem; background: var(--series-2); }
.moves .taken { font-weight: 700; }
@media (max-width: 52rem) { .turn { grid-template-columns: 1fr; } .turn > * { min-width: 0; }
  .turn h3:first-child { margin-top: 1.4rem; } }
</style>"""
READING = [
    ("R and P", "the network, and its opponent."),
    ("circle", "cheese; the disc in it grows with the probability of being the next goal."),
    (
        "purple",
        "where the goal looks, the heads of a layer together; lines where that is twice as much "
        "as if it looked at all cheese alike.",
    ),
    ("ring", "the goal the network walks to, on the dotted way; 1 to 3 are its best goals now."),
    ("brown", "mud, with the turns it takes to cross; grey ground is a hole in the maze."),
    (
        "move",
        "a move is as probable as all the goals together that it leads to; of ways that are "
        "equally short it takes north before east, south and west.",
    ),
]


def explain_game(
    word: str,
    opponent: "Contestant",
    setting: "Setting",
    *,
    seed: int = 0,
    turns: Sequence[int] = (),
    out: Path | None = None,
    command: str = "gradatim pyrat explain",
) -> Path:
    """Let a network play one game as the rat, and write a page about what it thought.

    Args:
        word: a run folder, or `champion`.
        opponent: plays python.
        setting: the kind of game; cut off by the arena's turn cap if it has none.
        seed: of the official game.
        turns: which to show, counted from 1; when none are given, the first and those in which
            the expected lead changed most.
        out: page to write; explain.html in the run folder (or here, for the champion).
        command: how the page was made.

    Raises:
        UserError: no network that plays PyRat, or a turn in which it cannot choose.
    """
    from gradatim.pyrat.matches.player_specs import Contestant
    from gradatim.pyrat.matches.recording import record

    watcher = Watcher(open_network(word), word)
    recording = record(Contestant(word, watcher.make), opponent, setting, seed, watch=watcher.look)
    thoughts = watcher.thoughts
    if not thoughts:
        raise UserError("the game ended before the network could choose: take another seed.")
    chosen = _chosen(thoughts, turns, len(recording.actions))
    sections = [
        Section(title="The game", body=[_value_chart(recording, thoughts, chosen)]),
        Section(title="How to read the boards", body=[html.definitions(READING)]),
        *(_turn_section(recording, thought) for thought in chosen),
    ]
    if thoughts[0].attention:
        sections.append(heads_section(thoughts))
    page = html.page(
        f"{Path(word).name} against {opponent.name}",
        _lead(recording, setting, seed),
        sections,
        f"`{command}`",
    )
    from gradatim.pyrat.matches.board_svg import STYLE as BOARD_STYLE

    page = page.replace("</head>", f"{BOARD_STYLE}{STYLE}</head>", 1)
    return html.write(out or Path("" if word == "champion" else word) / "explain.html", page)


def _chosen(thoughts: list[Thought], turns: Sequence[int], last: int) -> list[Thought]:
    """The thoughts of these turns, or of the first turn and the greatest changes of mind."""
    by_turn = {thought.turn: thought for thought in thoughts}
    for turn in turns:
        if not 1 <= turn <= last:
            raise UserError(f"turn {turn} is not in the game: it has turns 1 to {last}.")
        if turn not in by_turn:
            near = min(by_turn, key=lambda other: abs(other - turn))
            raise UserError(
                f"in turn {turn} the network is in mud and cannot choose: take turn {near}."
            )
    if turns:
        return [by_turn[turn] for turn in sorted(set(turns))]
    values = np.array([thought.value for thought in thoughts])
    order = np.argsort(-np.abs(np.diff(values)), kind="stable") + 1
    found = [thoughts[0]]
    for i in order.tolist():
        if len(found) < N_TURNS and all(abs(thoughts[i].turn - t.turn) >= APART for t in found):
            found.append(thoughts[i])
    return sorted(found, key=lambda thought: thought.turn)


def _lead(recording: "Recording", setting: "Setting", seed: int) -> str:
    mine, theirs = (float(points) for points in recording.replay().score[-1])
    result = (
        "A draw" if mine == theirs else "The network wins" if mine > theirs else "The network loses"
    )
    cut = ", cut off by the turn cap" if recording.capped else ""
    return (
        f"{result}, {mine:g} to {theirs:g} after {len(recording.actions)} turns{cut}. "
        f"{setting.width}x{setting.height} cells, {setting.cheese} pieces of cheese, the official "
        f"game of seed {seed}."
    )


def _value_chart(recording: "Recording", thoughts: list[Thought], chosen: list[Thought]) -> str:
    """Expected lead and lead so far against turns."""
    score = recording.replay().score
    lead = score[:, 0] - score[:, 1]
    with styled():
        figure, [[axes]] = new_figure(WIDTH, 2.9)
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.plot(range(1, len(lead) + 1), lead, color=SERIES[0], drawstyle="steps-post")
        axes.plot([t.turn for t in thoughts], [t.value for t in thoughts], color=SERIES[1])
        end = axes.get_xlim()[1]
        axes.plot([1, end], [lead[-1]] * 2, color=FAINT, linewidth=0.9, linestyle=(0, (4, 3)))
        for thought in chosen:
            axes.axvline(thought.turn, color=FAINT, linewidth=0.7, linestyle=(0, (1, 2)))
            axes.annotate(
                f"{thought.turn}",
                (thought.turn, 1),
                (0, 2),
                xycoords=("data", "axes fraction"),
                textcoords="offset points",
                ha="center",
                fontsize=8,
                color=FAINT,
            )
        axes.set(xlim=(1, len(lead)), xlabel="turn", ylabel="pieces of cheese ahead")
        svg = to_svg(figure, "Expected lead at the end, and the lead so far, against turns")
    return html.figure(
        svg,
        "Orange: the lead at the end that the network expects. Blue: its lead so far. Dashed: the "
        "lead it ended with. The turns above the chart are shown below.",
    )


def _turn_section(recording: "Recording", thought: Thought) -> Section:
    """The board, the moves, the goals and the attention of one turn."""
    from gradatim.pyrat.game.maze_pool import MazePool
    from gradatim.pyrat.game.presets import Setting
    from gradatim.pyrat.matches.board_svg import board_svg, way

    maze, goal = recording.maze, thought.goal
    best = np.argsort(-thought.policy, kind="stable")
    ways, here = [], thought.now.position[0]
    if goal is not None:
        shape = Setting(width=maze.width, height=maze.height, cells=100, cheese=1)
        ways = [way(maze, MazePool.of([maze], shape).mazes.travel[0], here, goal)]
    board = board_svg(
        maze,
        thought.now,
        f"The board in turn {thought.turn}",
        shares=dict(zip(thought.cells.tolist(), thought.policy.tolist(), strict=True)),
        ways=ways,
        goal=goal,
        ranks={int(thought.cells[i]): str(n) for n, i in enumerate(best[:3], 1)},
    )
    action = int(recording.actions[thought.turn - 1, 0])
    beside = [subheading("The move"), _bars(thought, action)]
    if len(best):
        rows = [
            [
                f"{n}",
                f"{thought.policy[i]:.0%}",
                f"{thought.times[0, i]:.0f}",
                f"{thought.times[1, i]:.0f}",
            ]
            for n, i in enumerate(best[:5], 1)
        ]
        header = ["goal", "chosen", "turns to it", "the other's"]
        beside += [subheading("The goals"), html.table(header, rows)]
    body = [
        paragraph(_words(thought, best)),
        f'<div class="turn">{html.figure(board)}<div>{"".join(beside)}</div></div>',
    ]
    if thought.attention and goal is not None and len(best) > 1:
        body += [subheading("Where the goal looks"), _layers(recording, thought, goal)]
    return Section(title=f"Turn {thought.turn}", body=body)


def _words(thought: Thought, best: np.ndarray) -> str:
    """The turn in a sentence or two."""
    state = "level" if thought.lead == 0 else "ahead" if thought.lead > 0 else "behind"
    by = f"{abs(thought.lead):g} " if thought.lead else ""
    hope = "win" if thought.value > 0 else "lose"
    words = f"It is {by}{state} and expects to {hope} by {abs(thought.value):.1f}."
    if len(best) and thought.goal is not None:
        rank = thought.cells[best].tolist().index(thought.goal) + 1
        if rank > 1:
            words += (
                f" It keeps the goal it had, which is number {rank} now: after two changes of mind "
                "without cheese it goes where it is going."
            )
    return words


def _bars(thought: Thought, action: int) -> str:
    """A bar a move; the one it took is bold."""
    low = min(0.0, float(thought.moves.min()))
    span = float(thought.moves.max()) - low or 1.0
    rows = []
    for a, (move, value) in enumerate(zip(MOVES, thought.moves.tolist(), strict=True), 1):
        said = f"{value:.0%}" if len(thought.cells) else f"{value:+.2f}"
        full = value if len(thought.cells) else (value - low) / span
        taken = ' class="taken"' if a == action else ""
        rows.append(
            f"<span{taken}>{move}</span><i style='width:{max(100 * full, 0.5):.1f}%'></i>"
            f"<span{taken}>{escape(said)}</span>"
        )
    return f'<div class="moves">{"".join(rows)}</div>'


def _layers(recording: "Recording", thought: Thought, goal: int) -> str:
    """A small board a layer, with lines from the goal to what it looks at."""
    from gradatim.pyrat.matches.board_svg import board_svg

    row = thought.cells.tolist().index(goal)
    figures = []
    for number, weights in enumerate(thought.attention, 1):
        looks = weights[:, row].mean(0).tolist()  # over heads
        board = board_svg(
            recording.maze,
            thought.now,
            f"Layer {number}: where the goal looks",
            goal=goal,
            looks=dict(zip(thought.cells.tolist(), looks, strict=True)),
            plain=True,
        )
        other = max((i for i in range(len(looks)) if i != row), key=lambda i: looks[i])
        words = (
            f"Layer {number}: {looks[row]:.0%} at itself, at most {looks[other]:.0%} at another, "
            f"{thought.between[row, other]:.0f} turns away."
        )
        figures.append(html.figure(board, words))
    return f'<div class="layers">{"".join(figures)}</div>'
