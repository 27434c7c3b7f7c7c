"""A player for the official game."""

import copy
import functools
import heapq
import random
import time
from collections import Counter

from gradatim.labs.grading.spec import Check, amount
from pyrat import Action, Game, GameMode, Player

N_GAMES, MAX_TURNS = 5, 120
RECORDED_TURNS = 40
TO_CHEESE = 0.8  # of the recorded moves


class Chance(Player):
    """Moves at random and ends a game that lasts too long."""

    def preprocessing(self, maze, game_state):
        self.chance = random.Random(len(maze.get_vertices()))

    def turn(self, maze, game_state):
        if game_state.turn > MAX_TURNS:
            raise TimeoutError
        return self.chance.choice(list(Action))


def turns_to(maze, cheese):
    """From each cell, the turns to the nearest cheese."""
    found, candidates = {}, [(0, cell) for cell in cheese]
    while candidates:
        turns, cell = heapq.heappop(candidates)
        if cell not in found:
            found[cell] = turns
            for neighbour in maze.get_neighbors(cell):
                cost = maze.get_weight(cell, neighbour)
                heapq.heappush(candidates, (turns + cost, neighbour))
    return found


def kind_of(maze, cell, action, cheese):
    """What an action does: "none", "wall", "away" from the nearest cheese, or "near"."""
    if action == Action.NOTHING:
        return "none"
    for neighbour in maze.get_neighbors(cell):
        if maze.locations_to_action(cell, neighbour) == action:
            turns = turns_to(maze, cheese)
            cost = maze.get_weight(cell, neighbour) + turns[neighbour]
            return "away" if cost > turns[cell] else "near"
    return "wall"


class Recorder(Chance):
    """Notes the maze and every second state of a game in which it eats some cheese."""

    def preprocessing(self, maze, game_state):
        super().preprocessing(maze, game_state)
        self.maze, self.states = maze, [copy.deepcopy(game_state)]

    def turn(self, maze, game_state):
        if game_state.turn > RECORDED_TURNS:
            raise TimeoutError
        if game_state.turn % 2:
            self.states.append(copy.deepcopy(game_state))
        here, cheese = game_state.player_locations[self.get_name()], game_state.cheese
        near = [action for action in Action if kind_of(maze, here, action, cheese) == "near"]
        if near and self.chance.random() < TO_CHEESE:
            return self.chance.choice(near)
        return super().turn(maze, game_state)


@functools.cache
def recorded(seed):
    """A maze and states of a game in it, of a player with the name of the learner's class."""
    recorder = Recorder("MyPlayer")
    game = Game(
        **{"game_mode": GameMode.SIMULATION, "random_seed": seed, "nb_cheese": 7},
        **{"maze_width": 9, "maze_height": 7, "mud_percentage": 20.0},
    )
    game.add_player(recorder, team="mine")
    game.start()
    return recorder.maze, recorder.states


def actions_of(MyPlayer):
    """What its actions in recorded states are and do, or the kinds of its errors."""
    found = []
    for seed in (50, 51):
        maze, states = recorded(seed)
        for state in states:  # a new player each time, as if the game began here
            found += actions_in_order(MyPlayer, maze, [state])
        found += actions_in_order(MyPlayer, maze, states)  # and one that has seen it all
    return found


def actions_in_order(MyPlayer, maze, states):
    """The actions of one player in states that follow each other, the first of them its start."""
    found = []
    try:
        player = MyPlayer()
        player.preprocessing(maze, copy.deepcopy(states[0]))
    except Exception as error:
        return [type(error).__name__] * len(states)
    for state in states:
        try:
            action = player.turn(maze, copy.deepcopy(state))
            here, name = state.player_locations["MyPlayer"], getattr(action, "name", "")
            does = kind_of(maze, here, action, state.cheese) if name else type(action).__name__
            found.append(f"{name} {does}")
        except Exception as error:
            found.append(type(error).__name__)
    return found


class Again(Player):
    """Plays noted actions again, then stands still."""

    def __init__(self, actions):
        super().__init__("MyPlayer")
        self.left = iter(actions)

    def turn(self, maze, game_state):
        return Action[next(self.left, "NOTHING")]


def play(mine, seed, answers, actions):
    """The two scores of one game; raises what the learner's player raises.

    Args:
        mine: the player.
        seed: of the game.
        answers: what its actions do is counted there.
        actions: their names are noted there.
    """
    crashed, cells = [], []
    turn = type(mine).turn

    def watched(maze, game_state):
        locations, cheese = dict(game_state.player_locations), list(game_state.cheese)
        try:
            action = turn(mine, maze, game_state)
            if not isinstance(action, Action):
                kind = "None" if action is None else f"a value of type {type(action).__name__}"
                raise TypeError(f"turn gives {kind}; an Action is expected")
        except Exception as error:
            crashed.append(error)
            raise
        actions.append(action.name)
        here = locations[mine.get_name()]
        answers[kind_of(maze, here, action, cheese)] += 1
        answers["back"] += len(cells) > 1 and cells[-2] == here != cells[-1]
        cells.append(here)
        return action

    mine.turn = watched
    game = Game(
        **{"game_mode": GameMode.SIMULATION, "random_seed": seed, "nb_cheese": 7},
        **{"maze_width": 9, "maze_height": 7, "mud_percentage": 20.0},
    )
    game.add_player(mine, team="mine")
    game.add_player(Chance(), team="chance")
    sleep, time.sleep = time.sleep, lambda seconds: None  # of 0 s per turn, which cost 1 to 10 ms
    try:
        stats = game.start()
    finally:
        time.sleep = sleep
    if crashed:
        raise crashed[0]
    players = stats.get("players", {})
    return tuple(players[name]["score"] for name in players) or (0.0, 0.0)


def tournament(MyPlayer, n_games):
    """The games until too many are lost, and why another object would do better.

    Of each game the names of the actions, then what they did.
    """
    mine, games, lost = MyPlayer(), [], []
    for seed in range(n_games):
        here, actions = Counter(), []
        try:
            ours, theirs = play(mine, seed, here, actions)
        except Exception as error:
            if not seed or not wins_alone(MyPlayer, seed):
                raise
            return games, (f"{type(error).__name__}: {error}",) * 2
        games.append((actions, dict(here)))
        lost += [seed] if ours <= theirs else []
        if len(lost) > 0.2 * n_games:
            kept = lost[-1] > 0 and wins_alone(MyPlayer, lost[-1])
            still = here["none"] > 0.9 * (here.total() - here["back"])
            why = ("it stands still", "il ne bouge plus") if still else ("it loses", "il perd")
            return games, why if kept else None
    return games, None


def wins_alone(MyPlayer, seed):
    """Whether a new object wins the game that an old one has lost."""
    try:
        ours, theirs = play(MyPlayer(), seed, Counter(), [])
    except Exception:
        return False
    return ours > theirs


def strong(value, n_games):
    games, kept = value
    if kept:
        return (
            f"It plays well at first, but not in a later game ({kept[0]}), which a new object wins: "
            "something of an earlier game is kept.",
            f"Il joue bien d'abord, mais plus dans une partie suivante ({kept[1]}), qu'un objet neuf "
            "gagne : quelque chose d'une partie précédente est gardé.",
        )
    # Played again where it is judged: the scores are those of the real game.
    scores = [play(Again(names), seed, Counter(), []) for seed, (names, _) in enumerate(games)]
    wins = sum(mine > theirs for mine, theirs in scores)
    if wins >= 0.8 * n_games:
        return None
    answers = sum((Counter(did) for _, did in games), Counter())
    kinds = ("none", "wall", "away", "near")
    total = max(sum(answers.get(kind, 0) for kind in kinds), 1)
    none, wall, away, near = (amount(answers.get(kind, 0) / total, feminine=True) for kind in kinds)
    to_and_fro = 2 * answers.get("back", 0) > total
    return (
        f"It wins too few games; each is stopped after {MAX_TURNS} turns. Of its actions {none[0]} "
        f"are NOTHING, {wall[0]} run into a wall, {away[0]} lead away from the nearest cheese and "
        f"{near[0]} towards it." + (" It goes to and fro between two cells." if to_and_fro else ""),
        f"Il gagne trop peu de parties ; chacune est arrêtée après {MAX_TURNS} tours. De ses "
        f"actions : NOTHING, {none[1]} ; contre un mur, {wall[1]} ; loin du fromage le plus proche, "
        f"{away[1]} ; vers lui, {near[1]}."
        + (" Il va et vient entre deux cases." if to_and_fro else ""),
    )


CHECKS = [
    Check(
        name="MyPlayer",
        inputs=lambda generator: [(N_GAMES,)],
        run=tournament,
        judge=strong,
        probe=actions_of,
    )
]
