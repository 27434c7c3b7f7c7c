"""Boards go to the model and back without loss, and a model that is right dreams what happens."""

import numpy as np
import torch
import torch.nn.functional as F

from gradatim.models.pyrat.dream import MOST_TURNS, N_ACTIONS, N_EATERS, Predicted
from gradatim.recipes.pyrat.dream import boards as b
from gradatim.recipes.pyrat.dream.planner import copies
from gradatim.recipes.pyrat.dream.play import LEARNED, TurnBatches

SURE = 50.0  # a score that leaves no doubt


def certain(before, after):
    """The scores of a model that is right and sure of it."""

    def everywhere(values, n):  # (B, P) -> (B, P, C, n)
        one_hot = F.one_hot(values, n).float()[:, :, None]
        return SURE * one_hot.expand(-1, -1, before.cheese.shape[1], -1)

    return Predicted(
        SURE * F.one_hot(after.position, before.cheese.shape[1]).float(),
        everywhere(after.left, 1 + MOST_TURNS),
        everywhere(after.direction, N_ACTIONS),
        SURE * (2 * after.cheese.float() - 1),
        SURE * F.one_hot(b.eaters_of(before, after), N_EATERS).float(),
    )


def test_model_that_is_right_is_never_surprised_and_dreams_the_next_board():
    play = TurnBatches(LEARNED, 16, batch_size=200, seed=1)
    shared = eaten = mud = 0
    for _ in range(30):
        before, moves, after = next(play)
        found = certain(before, after)
        assert b.surprise(found, before, after).max() < 1e-6
        assert b.equal(b.dream(lambda fields, found=found: found, before, moves), after).all()
        shared += int((b.eaters_of(before, after) == b.BOTH).sum())
        eaten += int((before.cheese & ~after.cheese).sum())
        mud += int((after.left > 0).sum())
    assert shared > 0  # the games show all that can happen
    assert eaten > 100
    assert mud > 1000


def test_any_difference_makes_boards_unequal_and_surprising():
    before, _, after = next(TurnBatches(LEARNED, 4, batch_size=8, seed=2))
    found = certain(before, after)
    for name in after._fields[1:]:
        value = getattr(after, name)
        other = after._replace(
            **{name: ~value if value.dtype == torch.bool else 1 - value.clip(max=1)}
        )
        assert not b.equal(other, after).all(), name
    moved = after._replace(position=(after.position + 1) % after.cheese.shape[1])
    assert (b.surprise(found, before, moved) > 10).all()


def test_fields_say_of_each_player_where_it_is_its_mud_and_its_move():
    before, moves, _ = next(TurnBatches(LEARNED, 4, batch_size=50, seed=3))
    fields = b.fields_of(before, moves).flatten(1, 2)  # (B, C, F)
    assert torch.equal(fields[..., :4], before.exits.flatten(1, 2))
    for side in range(2):
        there, direction, move = fields[..., 5 + 3 * side : 8 + 3 * side].unbind(2)
        assert torch.equal((there > 0).long().argmax(1), before.position[:, side])
        assert torch.equal(there.sum(1) - 1, before.left[:, side])
        assert torch.equal(direction.sum(1), before.direction[:, side])
        assert torch.equal(move.sum(1) - 1, moves[:, side])


def test_boards_written_into_games_go_on_like_the_games_they_came_from():
    play = TurnBatches(LEARNED, 16, batch_size=64, seed=4)
    real = play.games
    real.reset(real.state.over | real.state.capped)
    other = copies(real, 1)
    other.state.position[:] = 0  # all that a board says is spoiled
    other.state.mud_left[:], other.state.score[:], other.state.cheese[:] = 0, 9, False
    b.write(b.boards_of(real), other)
    for _ in range(5):
        moves = play.moves()
        for games in (real, other):
            games.step(moves)
        assert b.equal(b.boards_of(real), b.boards_of(other)).all()
    assert np.array_equal(real.state.present, other.state.present)
