"""The official engine as a referee: what `pyrat-game` itself makes of a seed or of given actions.

Only tests and `make exactness` need it: the package `pyrat-game` is an optional extra.
The engine is driven turn by turn through its own step function, 20,000 turns per second instead of
the 3,000 of its game loop; its private names are the same in the lines 6.2 and 6.7.
"""

import numpy as np

from gradatim.errors import UserError
from gradatim.pyrat.game.maze import ACTIONS, Maze
from gradatim.pyrat.game.official import Game
from gradatim.pyrat.game.presets import Preset
from gradatim.pyrat.game.rules import NO_CELL, GameRecord

NAMES = ("rat", "python")


def _package():
    try:  # an optional extra
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


def referee_game(preset: Preset, seed: int) -> Game:
    """What the official package draws from a seed: maze, starts and cheese."""
    pyrat = _package()
    kinds = pyrat.RandomMazeAlgorithm
    places: dict[str | int, object] = {
        "center": pyrat.StartingLocation.CENTER,
        "random": pyrat.StartingLocation.RANDOM,
        "same": pyrat.StartingLocation.SAME,
        "top-left": pyrat.StartingLocation.TOP_LEFT,
        "top-right": pyrat.StartingLocation.TOP_RIGHT,
        "bottom-left": pyrat.StartingLocation.BOTTOM_LEFT,
        "bottom-right": pyrat.StartingLocation.BOTTOM_RIGHT,
    }
    game = _new_game(
        tuple(places.get(start, start) for start in preset.starts),
        random_seed=seed,
        maze_width=preset.width,
        maze_height=preset.height,
        cell_percentage=preset.cells,
        wall_percentage=preset.walls,
        mud_percentage=preset.mud,
        mud_range=preset.mud_range,
        random_maze_algorithm=kinds[preset.generator.upper().replace("-", "_")],
        nb_cheese=preset.cheese,
    )
    state = _state_of(game)
    starts = (state.player_locations[NAMES[0]], state.player_locations[NAMES[1]])
    return Game(Maze.from_official(game._Game__maze), starts, list(state.cheese))


def referee_replay(game: Game, actions: np.ndarray) -> GameRecord:
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
    record = GameRecord(
        position=np.zeros((T + 1, 2), np.int16),
        mud_target=np.full((T + 1, 2), NO_CELL, np.int16),
        mud_left=np.zeros((T + 1, 2), np.int16),
        score=np.zeros((T + 1, 2), np.float32),
        cheese=np.zeros((T + 1, width * height), np.bool_),
        over=np.zeros(T + 1, np.bool_),
    )
    still = dict.fromkeys(NAMES, pyrat.Action.NOTHING)
    state = official._Game__determine_new_game_state(state, still)  # turn 0: preprocessing
    _note(record, 0, state)
    for t, pair in enumerate(np.asarray(actions).tolist()):
        asked = {
            name: still[name] if state.is_in_mud(name) else words[action]
            for name, action in zip(NAMES, pair, strict=True)
        }
        state = official._Game__determine_new_game_state(state, asked)
        _note(record, t + 1, state)
    return record


def _note(record: GameRecord, t: int, state) -> None:
    for player, name in enumerate(NAMES):
        target = state.muds[name]["target"]
        record.position[t, player] = state.player_locations[name]
        record.mud_target[t, player] = NO_CELL if target is None else target
        record.mud_left[t, player] = state.muds[name]["count"]
        record.score[t, player] = state.score_per_player[name]
    record.cheese[t, list(state.cheese)] = True
    record.over[t] = state.game_over()
