"""What the report of a world model shows: a game, and beside it the dream of it, turn by turn."""

from pathlib import Path

import numpy as np
import torch

from gradatim.insight.html.page import Section, figure, paragraph, side_by_side
from gradatim.models.pyrat.dream import DreamTransformer
from gradatim.pyrat.matches.board_svg import STYLE, board_svg
from gradatim.pyrat.matches.board_text import BoardState
from gradatim.recipes.pyrat.dream.boards import Boards, boards_of, dream, equal
from gradatim.recipes.pyrat.dream.play import TurnBatches
from gradatim.recipes.pyrat.games import find_preset
from gradatim.recipes.runs import open_run

SEED = 70_000_000  # of a maze that was neither learned on nor measured
SHOWN = (1, 20, 60)  # turns that are drawn
DREAM_TEXT = (
    "Left a game, right the dream of it: the network saw the first board and then only the moves, "
    "half of them random. Each board it dreams is all that it knows of the next. The mazes of this "
    "size were never learned on."
)


def dream_sections(folder: Path) -> list[Section]:
    """A game and its dream, at some turns and at the first error."""
    recipe, model, _, _ = open_run(folder)
    assert isinstance(model, DreamTransformer)
    preset = find_preset(recipe.evaluation.preset).capped()  # type: ignore[attr-defined]
    play = TurnBatches(preset, 1, batch_size=1, seed=SEED)
    games = play.games
    games.reset()
    maze = games.pool.maze(0)
    dreamed, wrong = boards_of(games), 0
    body = [STYLE, paragraph(DREAM_TEXT)]
    while not (games.state.over | games.state.capped).all():
        moves = play.moves()
        games.step(moves)
        dreamed = dream(model, dreamed, torch.from_numpy(moves.astype(np.int64)))
        real, turn = boards_of(games), int(games.state.turn[0])
        right = bool(equal(dreamed, real).all())
        first_error = not right and not wrong
        wrong = wrong or (0 if right else turn)
        if turn in SHOWN or first_error:
            captions = (f"Turn {turn}", "The dream: exact" if right else "The dream: wrong")
            pair = zip((real, dreamed), captions, strict=True)
            drawings = [figure(board_svg(maze, _state(one), said), said) for one, said in pair]
            body.append(side_by_side(drawings))
    last = int(games.state.turn[0])
    body.append(
        paragraph(
            f"The first error came in turn {wrong} of {last}."
            if wrong
            else f"All {last} turns of this game were dreamed without an error."
        )
    )
    return [Section(title="A game and its dream", body=body)]


def _state(board: Boards) -> BoardState:
    first, second = board.position[0].tolist()
    return BoardState((first, second), board.cheese[0].numpy())
