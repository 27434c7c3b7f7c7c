"""The official engine as a referee: what `pyrat-game` itself makes of a seed or of given actions.

Only tests, `make exactness` and the bridge need it: the package `pyrat-game` is an optional extra.
The engine is driven turn by turn through its own step function, 20,000 turns a second instead of
the 3,000 of its game loop; its private names are the same in the lines 6.2 and 6.7.
"""

import numpy as np

from gradatim.errors import UserError
from gradatim.pyrat.game.maze import ACTIONS, Maze
from gradatim.pyrat.game.official import Game
from gradatim.pyrat.game.presets import Setting
from gradatim.pyrat.game.rules import NO_CELL, Replay

NAMES = ("rat", "python")


def _package():
    try:
        import pyrat
    except ImportError:
        raise UserError(
            "the official game is not installed: pip install 'gradatim[pyrat]' brings it."
        ) from None
    return pyrat


def _new_game(places: tuple, **options):
    """An official game with two players in two teams that never play by themselves."""
    pyrat = _package()
    game = pyrat.Game(game_mode=pyrat.GameMode.SIMULATION, **options)
    for name, place in zip(NAMES, places, strict=True):
        game.add_player(pyrat.FixedPlayer([], name=name), team=name, location=place)
    return game


def _state_of(game):
    """The official state before the first turn, with its cheese."""
    state = game._Game__initial_game_state
    taken = set(state.player_locations.values())
    free = [cell for cell in game._Game__maze.get_vertices() if cell not in taken]
    state.cheese.extend(game._Game__distribute_cheese(free))
    return state


def referee_game(setting: Setting, seed: int) -> Game:
    """What the official package draws from a seed: maze, starts and cheese."""
    pyrat = _package()
    kinds = pyrat.RandomMazeAlgorithm
    places: dict[str | int, object] = {
        "centre": pyrat.StartingLocation.CENTER,
        "random": pyrat.StartingLocation.RANDOM,
        "same": pyrat.StartingLocation.SAME,
        "top-left": pyrat.StartingLocation.TOP_LEFT,
        "top-right": pyrat.StartingLocation.TOP_RIGHT,
        "bottom-left": pyrat.StartingLocation.BOTTOM_LEFT,
        "bottom-right": pyrat.StartingLocation.BOTTOM_RIGHT,
    }
    game = _new_game(
        tuple(places.get(start, start) for start in setting.starts),
        random_seed=seed,
        maze_width=setting.width,
        maze_height=setting.height,
        cell_percentage=setting.cells,
        wall_percentage=setting.walls,
        mud_percentage=setting.mud,
        mud_range=setting.mud_range,
        random_maze_algorithm=kinds[setting.generator.upper().replace("-", "_")],
        nb_cheese=setting.cheese,
    )
    state = _state_of(game)
    starts = (state.player_locations[NAMES[0]], state.player_locations[NAMES[1]])
    return Game(Maze.from_official(game._Game__maze), starts, list(state.cheese))


def referee_replay(game: Game, actions: np.ndarray) -> Replay:
    """What the official engine makes of given actions; compare with `rules.replay`.

    Args:
        game: maze, starts and cheese.
        actions: int array (T, 2); nothing is sent for a player in mud, as the official loop does.
    """
    pyrat = _package()
    width, height = game.maze.width, game.maze.height
    board = pyrat.MazeFromDict(game.maze.as_dict())
    # The official reader guesses the size from the edges and loses empty rows.
    board._width, board._height = width, height
    official = _new_game(game.starts, fixed_maze=board, fixed_cheese=list(game.cheese))
    state = _state_of(official)
    words = [pyrat.Action(word) for word in ACTIONS]
    T = len(actions)
    moments = Replay(
        position=np.zeros((T + 1, 2), np.int16),
        mud_target=np.full((T + 1, 2), NO_CELL, np.int16),
        mud_left=np.zeros((T + 1, 2), np.int16),
        score=np.zeros((T + 1, 2), np.float32),
        cheese=np.zeros((T + 1, width * height), np.bool_),
        over=np.zeros(T + 1, np.bool_),
    )
    still = dict.fromkeys(NAMES, pyrat.Action.NOTHING)
    state = official._Game__determine_new_game_state(state, still)  # turn 0: preprocessing
    _note(moments, 0, state)
    for t, pair in enumerate(np.asarray(actions).tolist()):
        asked = {
            name: still[name] if state.is_in_mud(name) else words[action]
            for name, action in zip(NAMES, pair, strict=True)
        }
        state = official._Game__determine_new_game_state(state, asked)
        _note(moments, t + 1, state)
    return moments


def _note(moments: Replay, t: int, state) -> None:
    for player, name in enumerate(NAMES):
        target = state.muds[name]["target"]
        moments.position[t, player] = state.player_locations[name]
        moments.mud_target[t, player] = NO_CELL if target is None else target
        moments.mud_left[t, player] = state.muds[name]["count"]
        moments.score[t, player] = state.score_per_player[name]
    moments.cheese[t, list(state.cheese)] = True
    moments.over[t] = state.game_over()
