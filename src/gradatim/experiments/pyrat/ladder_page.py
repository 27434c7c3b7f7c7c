"""The page of a ladder: the rating, every match, and games that can be watched in the page.

Shapes: T turns of a game.
"""

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path

import numpy as np

from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section, paragraph
from gradatim.pyrat.matches.board_svg import CELL, board_svg
from gradatim.pyrat.matches.board_svg import STYLE as BOARD_STYLE
from gradatim.pyrat.matches.board_text import board_at
from gradatim.pyrat.matches.ladder import Ladder
from gradatim.pyrat.matches.match import SEEDS_OF_A_MATCH, UNSEEN_SEED
from gradatim.pyrat.matches.player_specs import Contestant
from gradatim.pyrat.matches.recording import Recording, record

STYLE = """<style>
.game { margin: 1.4rem 0 2.4rem; } .game input { width: 100%; }
.game p { display: flex; gap: 1.2rem; align-items: center; font-variant-numeric: tabular-nums; }
.game button { font: inherit; padding: .2rem .9rem; }
</style>"""
SCRIPT = """<script>
for (const game of document.querySelectorAll(".game")) {
  const frames = JSON.parse(game.querySelector("script").textContent);
  const [slider, button, words] = ["input", "button", "output"].map((s) => game.querySelector(s));
  const players = game.querySelectorAll("svg .player");
  const cheese = game.querySelectorAll("svg .cheese");
  const show = () => {
    const [position, left, score] = frames[slider.value];
    position.forEach(([x, y], side) => {
      const [circle, letter] = players[side].children;
      circle.setAttribute("cx", x); circle.setAttribute("cy", y);
      letter.setAttribute("x", x); letter.setAttribute("y", y);
    });
    cheese.forEach((piece, k) => { piece.style.display = left[k] ? "" : "none"; });
    words.textContent = `turn ${slider.value} · ${score[0]} : ${score[1]}`;
  };
  let timer = 0;
  const stop = () => { clearInterval(timer); timer = 0; button.textContent = "▶ play"; };
  button.onclick = () => {
    if (timer) return stop();
    if (+slider.value === frames.length - 1) slider.value = 0;
    button.textContent = "❚❚ stop";
    timer = setInterval(() => {
      slider.value = +slider.value + 1;
      show();
      if (+slider.value === frames.length - 1) stop();
    }, 90);
  };
  slider.oninput = show;
  show();
}
</script>"""


def write_ladder_page(
    ladder: Ladder,
    player: Contestant,
    opponents: Mapping[str, Contestant],
    path: Path,
    *,
    on_game=None,
) -> Path:
    """Play one game per kind of board against the hardest opponent, and write the page.

    Args:
        ladder: that was played.
        player, opponents: as in `Ladder.play`.
        path: of the page.
        on_game: called with the name of a board before its game is played.
    """
    games = []
    for board in ladder.boards:
        if on_game is not None:
            on_game(board)
        scores = {o: ladder.tallies[board, o].rate("score").value for o in ladder.opponents}
        hardest = min(scores, key=lambda o: (scores[o], -ladder.opponents.index(o)))
        seed = UNSEEN_SEED + ladder.seed * SEEDS_OF_A_MATCH
        recording = record(player, opponents[hardest], ladder.presets[board], seed)
        games.append(f"<h3>{escape(board)}: against {escape(hardest)}</h3>{game_figure(recording)}")
    rating = ladder.rating()
    total = ladder.row()["score_rate"]
    lead = (
        f"{rating.value:.0f} Elo points [{rating.low:.0f}, {rating.high:.0f}], where the "
        f"{len(ladder.opponents)} opponents average 1000; {total['value']:.1%} of the points in "
        f"{ladder.games_played:,} games."
    )
    sections = [
        Section(title="Score against each opponent", body=[_table(ladder), paragraph(NOTES)]),
        Section(title="Games to watch", body=games),
    ]
    page = html.page(f"{Path(ladder.player).name} on its ladder", lead, sections, _footer(ladder))
    page = page.replace("</head>", f"{BOARD_STYLE}{STYLE}</head>", 1)
    return html.write(path, page.replace("</body>", f"{SCRIPT}</body>", 1))


NOTES = (
    "Fraction of the points, a draw is half of one; sides swapped on every maze. Intervals are "
    "95 %, over mazes. CPU time is that of the player's own process."
)


def _footer(ladder: Ladder) -> str:
    plan = ladder.plan
    return (
        f"Series {plan['series']}, {ladder.n_games} games per cell, seed {ladder.seed}: "
        f"`gradatim pyrat ladder {ladder.player}`"
    )


def _table(ladder: Ladder) -> str:
    rows = []
    for opponent in (*ladder.opponents, "all"):
        cells = []
        for board in (*ladder.boards, "all"):
            if opponent == "all":
                tally = ladder.on(board) if board != "all" else None
            else:
                known = board != "all"
                tally = ladder.tallies[board, opponent] if known else ladder.against(opponent)
            rate = tally.rate("score") if tally else None
            cells.append("" if rate is None else f"{rate:.0%}")
        rows.append([opponent, *cells])
    return html.table(["opponent", *ladder.boards, "all"], rows)


def game_figure(recording: Recording) -> str:
    """A board with a slider over the turns of a game; `SCRIPT` makes it move."""
    played, maze = recording.replay(), recording.maze
    cheese = np.flatnonzero(played.cheese[0])

    def place(t: int) -> list[list[float]]:
        row, column = np.divmod(played.position[t], maze.width)
        apart = 4.5 if row[0] == row[1] and column[0] == column[1] else 0.0
        return [
            [float((column[side] + 0.5) * CELL + sign * apart), float((row[side] + 0.5) * CELL)]
            for side, sign in ((0, -1), (1, 1))
        ]

    frames = [
        [
            place(t),
            played.cheese[t, cheese].astype(int).tolist(),
            [f"{points:g}" for points in played.score[t].tolist()],
        ]
        for t in range(len(played.position))
    ]
    names = [Path(name).name for name in recording.names]
    title = f"the game of {names[0]} (R) against {names[1]} (P)"
    last = len(frames) - 1
    return (
        f'<figure class="game">{board_svg(maze, board_at(played, 0), title)}'
        f'<p><button type="button">▶ play</button><output></output></p>'
        f'<input type="range" min="0" max="{last}" value="0" aria-label="turn">'
        f"<figcaption>R is {escape(names[0])}, P is {escape(names[1])}.</figcaption>"
        f'<script type="application/json">{json.dumps(frames)}</script></figure>'
    )
