"""A player for the official game."""

import random
from collections import Counter

from gradatim.labs.grading.spec import Check
from pyrat import Action, Game, GameMode, Player

N_GAMES, MAX_TURNS = 5, 150


class Chance(Player):
    """Moves at random and ends a game that lasts too long."""

    def preprocessing(self, maze, game_state):
        self.chance = random.Random(len(maze.get_vertices()))

    def turn(self, maze, game_state):
        if game_state.turn > MAX_TURNS:
            raise TimeoutError
        return self.chance.choice(list(Action))


def tournament(MyPlayer, n_games):
    mine = MyPlayer()
    crashed = []
    answers = Counter()
    turn = mine.turn

    def watched(maze, game_state):
        try:
            action = turn(maze, game_state)
        except Exception as error:
            crashed.append(error)
            raise
        if not isinstance(action, Action):
            crashed.append(ValueError(f"turn gives an Action, not {action!r}"))
            return Action.NOTHING
        answers[action.name] += 1
        return action

    mine.turn = watched
    scores = []
    for seed in range(n_games):
        game = Game(
            **{"game_mode": GameMode.SIMULATION, "random_seed": seed, "nb_cheese": 7},
            **{"maze_width": 9, "maze_height": 7, "mud_percentage": 20.0},
        )
        game.add_player(mine, team="mine")
        game.add_player(Chance(), team="chance")
        stats = game.start()
        if crashed:
            raise crashed[0]
        players = stats.get("players", {})
        scores.append(tuple(players[name]["score"] for name in players) or (0.0, 0.0))
    return scores, dict(answers)


def strong(value, n_games):
    scores, answers = value
    wins = sum(mine > theirs for mine, theirs in scores)
    if wins >= 0.8 * n_games:
        return None
    shown = ", ".join(f"{mine:g}:{theirs:g}" for mine, theirs in scores)
    words = ", ".join(f"{answers[name]} {name}" for name in sorted(answers))
    return (
        f"It wins {wins} of {n_games} games: {shown} (0:0 is a game stopped after {MAX_TURNS} turns). Actions: {words}.",
        f"Il gagne {wins} parties sur {n_games} : {shown} (0:0 : partie arrêtée après {MAX_TURNS} tours). Actions : {words}.",
    )


CHECKS = [
    Check(name="MyPlayer", inputs=lambda generator: [(N_GAMES,)], run=tournament, judge=strong)
]
