"""`gradatim pyrat explain`: a network's policy, value and attention during a game, on one page.

The board at chosen turns with the probability of each cheese and each move, the lead that the
network expects, and what the heads of a Transformer attend to.

Shapes: K cheeses that are left.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from gradatim.errors import UserError
from gradatim.experiments.pyrat.attention_heads import heads_section
from gradatim.experiments.pyrat.policy_trace import TraceRecorder, TraceStep
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section, paragraph, subheading
from gradatim.insight.html.svg import FAINT, INK, SERIES, WIDTH, new_figure, styled, to_svg
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.presets import Preset
from gradatim.pyrat.matches.board_svg import STYLE as BOARD_STYLE
from gradatim.pyrat.matches.board_svg import board_svg, shortest_path
from gradatim.pyrat.matches.player_specs import Contestant
from gradatim.pyrat.matches.recording import Recording, record
from gradatim.recipes.pyrat.open_policy import open_network

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
        "attention of the goal, mean over the heads of a layer; a line where it is more than "
        "twice the mean.",
    ),
    ("ring", "the goal the network walks to, on the dotted path; 1 to 3 are its best goals now."),
    ("brown", "mud, with the turns it takes to cross; gray ground is a hole in the maze."),
    (
        "move",
        "the probability of a move is the sum over the goals it leads to; of equally short paths "
        "the network takes north before east, south and west.",
    ),
]


def explain_game(
    run: str,
    opponent: Contestant,
    preset: Preset,
    *,
    seed: int = 0,
    turns: Sequence[int] = (),
    out: Path | None = None,
    command: str = "gradatim pyrat explain",
) -> Path:
    """Let a network play one game as the rat, and write a page about what it step.

    Args:
        run: a run folder, or `champion`.
        opponent: plays python.
        preset: the kind of game; cut off by the turn cap of matches if it has none.
        seed: of the official game.
        turns: which to show, counted from 1; when none are given, the first and those in which
            the expected lead changed most.
        out: page to write; explain.html in the run folder (or here, for the champion).
        command: how the page was made.

    Raises:
        UserError: no network that plays PyRat, or a turn in which it cannot choose.
    """
    recorder = TraceRecorder(open_network(run), run)
    recording = record(
        Contestant(run, recorder.make), opponent, preset, seed, on_turn=recorder.record
    )
    trace = recorder.trace
    if not trace:
        raise UserError("the game ended before the network could choose: take another seed.")
    chosen = _chosen(trace, turns, len(recording.actions))
    sections = [
        Section(title="The game", body=[_value_chart(recording, trace, chosen)]),
        Section(title="How to read the boards", body=[html.definitions(READING)]),
        *(_turn_section(recording, step) for step in chosen),
    ]
    if trace[0].attention:
        sections.append(heads_section(trace))
    page = html.page(
        f"{Path(run).name} against {opponent.name}",
        _lead(recording, preset, seed),
        sections,
        f"`{command}`",
    )
    page = page.replace("</head>", f"{BOARD_STYLE}{STYLE}</head>", 1)
    return html.write(out or Path("" if run == "champion" else run) / "explain.html", page)


def _chosen(trace: list[TraceStep], turns: Sequence[int], last: int) -> list[TraceStep]:
    """The steps of these turns, or of the first turn and the largest changes of the value."""
    by_turn = {step.turn: step for step in trace}
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
    values = np.array([step.value for step in trace])
    order = np.argsort(-np.abs(np.diff(values)), kind="stable") + 1
    found = [trace[0]]
    for i in order.tolist():
        if len(found) < N_TURNS and all(abs(trace[i].turn - t.turn) >= APART for t in found):
            found.append(trace[i])
    return sorted(found, key=lambda step: step.turn)


def _lead(recording: Recording, preset: Preset, seed: int) -> str:
    mine, theirs = (float(points) for points in recording.replay().score[-1])
    result = (
        "A draw" if mine == theirs else "The network wins" if mine > theirs else "The network loses"
    )
    cut = ", cut off by the turn cap" if recording.capped else ""
    return (
        f"{result}, {mine:g} to {theirs:g} after {len(recording.actions)} turns{cut}. "
        f"{preset.width}x{preset.height} cells, {preset.cheese} pieces of cheese, the official "
        f"game of seed {seed}."
    )


def _value_chart(recording: Recording, trace: list[TraceStep], chosen: list[TraceStep]) -> str:
    """Expected lead and lead so far against turns."""
    score = recording.replay().score
    lead = score[:, 0] - score[:, 1]
    with styled():
        figure, [[axes]] = new_figure(WIDTH, 2.9)
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.plot(range(1, len(lead) + 1), lead, color=SERIES[0], drawstyle="steps-post")
        axes.plot([t.turn for t in trace], [t.value for t in trace], color=SERIES[1])
        end = axes.get_xlim()[1]
        axes.plot([1, end], [lead[-1]] * 2, color=FAINT, linewidth=0.9, linestyle=(0, (4, 3)))
        for step in chosen:
            axes.axvline(step.turn, color=FAINT, linewidth=0.7, linestyle=(0, (1, 2)))
            axes.annotate(
                f"{step.turn}",
                (step.turn, 1),
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


def _turn_section(recording: Recording, step: TraceStep) -> Section:
    """The board, the moves, the goals and the attention of one turn."""
    maze, goal = recording.maze, step.goal
    best = np.argsort(-step.policy, kind="stable")
    paths, here = [], step.now.position[0]
    if goal is not None:
        shape = Preset(width=maze.width, height=maze.height, cells=100, cheese=1)
        travel = MazePool.of([maze], shape).mazes.travel[0]
        paths = [shortest_path(maze, travel, here, goal)]
    board = board_svg(
        maze,
        step.now,
        f"The board in turn {step.turn}",
        probabilities=dict(zip(step.cells.tolist(), step.policy.tolist(), strict=True)),
        paths=paths,
        goal=goal,
        ranks={int(step.cells[i]): str(n) for n, i in enumerate(best[:3], 1)},
    )
    action = int(recording.actions[step.turn - 1, 0])
    beside = [subheading("The move"), _bars(step, action)]
    if len(best):
        rows = [
            [
                f"{n}",
                f"{step.policy[i]:.0%}",
                f"{step.times[0, i]:.0f}",
                f"{step.times[1, i]:.0f}",
            ]
            for n, i in enumerate(best[:5], 1)
        ]
        header = ["goal", "probability", "turns to it", "the other's"]
        beside += [subheading("The goals"), html.table(header, rows)]
    body = [
        paragraph(_words(step, best)),
        f'<div class="turn">{html.figure(board)}<div>{"".join(beside)}</div></div>',
    ]
    if step.attention and goal is not None and len(best) > 1:
        body += [subheading("Attention of the goal"), _layers(recording, step, goal)]
    return Section(title=f"Turn {step.turn}", body=body)


def _words(step: TraceStep, best: np.ndarray) -> str:
    """The turn in a sentence or two."""
    state = "level" if step.lead == 0 else "ahead" if step.lead > 0 else "behind"
    by = f"{abs(step.lead):g} " if step.lead else ""
    hope = "win" if step.value > 0 else "lose"
    words = f"It is {by}{state} and expects to {hope} by {abs(step.value):.1f}."
    if len(best) and step.goal is not None:
        rank = step.cells[best].tolist().index(step.goal) + 1
        if rank > 1:
            words += (
                f" It keeps its goal, which is number {rank} now: after two changes of mind "
                "without cheese eaten a goal is kept."
            )
    return words


def _bars(step: TraceStep, action: int) -> str:
    """A bar per move; the one it took is bold."""
    low = min(0.0, float(step.moves.min()))
    span = float(step.moves.max()) - low or 1.0
    rows = []
    for a, (move, value) in enumerate(zip(MOVES, step.moves.tolist(), strict=True), 1):
        label = f"{value:.0%}" if len(step.cells) else f"{value:+.2f}"
        width = value if len(step.cells) else (value - low) / span
        taken = ' class="taken"' if a == action else ""
        rows.append(
            f"<span{taken}>{move}</span><i style='width:{max(100 * width, 0.5):.1f}%'></i>"
            f"<span{taken}>{escape(label)}</span>"
        )
    return f'<div class="moves">{"".join(rows)}</div>'


def _layers(recording: Recording, step: TraceStep, goal: int) -> str:
    """A small board per layer, with lines from the goal to what it attends to."""
    row = step.cells.tolist().index(goal)
    figures = []
    for number, weights in enumerate(step.attention, 1):
        attention = weights[:, row].mean(0).tolist()  # over heads
        board = board_svg(
            recording.maze,
            step.now,
            f"Layer {number}: attention of the goal",
            goal=goal,
            attention=dict(zip(step.cells.tolist(), attention, strict=True)),
            plain=True,
        )
        other = max((i for i in range(len(attention)) if i != row), key=lambda i: attention[i])
        words = (
            f"Layer {number}: {attention[row]:.0%} on itself, at most {attention[other]:.0%} on "
            f"another, {step.between[row, other]:.0f} turns away."
        )
        figures.append(html.figure(board, words))
    return f'<div class="layers">{"".join(figures)}</div>'
