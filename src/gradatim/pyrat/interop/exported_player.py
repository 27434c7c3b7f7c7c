"""A player of PyRat that a network drives, written by `gradatim pyrat export`.

Keep weights.npz beside this file. It needs the official game (pyrat-game) and NumPy:

    from player import NetworkPlayer
    game.add_player(NetworkPlayer(), team="A")

In preprocessing it computes all travel times; a turn is one forward pass. The champion also plays
out goals that are rated nearly alike, while its opponent may be greedy. On a machine so busy that
the pass does not end in time, it keeps its goal or takes the nearest cheese: a late answer would be
played on a later turn, where it is wrong.

Shapes: C cells of the board, K cheeses, W width of the network.
"""

import os
import random
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # the class counts CPU time, of all threads
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from gradatim.pyrat.interop.exported_network import NO_TIME, forward, passages, travel_times
from pyrat import Action, Player

INFO: dict = {}  # name, n_layers, n_heads, plays_out

PATIENCE = 2  # changes of mind, after which it keeps its goal
EARLY_TURNS = 3  # side by side at equal scores, before a random tie-break between close goals
TWIN_TURNS, CLOSE = 20, 1.0  # before one between any goals; difference of scores that is close
NOT_GREEDY = 2  # turns that no greedy player would play; one may be a missed turn
LONG, LOST = 10, 30.0  # turns of the other's way to a cheese; by how much a lost one is worse
NEAR_TIE = 2.5  # difference of scores: goals that are so close to the best are played out
FIRST_TURN, SECOND_GOALS = 8, 7  # before it nearly everybody may be greedy; tried after each goal
MOST_GOALS = 14  # that are played out, the nearest
DEADLINE = 0.05  # seconds of a turn; the class gives 0.1
NEVER_EATEN = 1e6  # turns; the rollout was decided before


def opponent_of(game_state, me):
    """Of all who are not in my team the one with the most cheese; myself if there is nobody."""
    mates = next((team for team in game_state.teams.values() if me in team), [me])
    others = [name for name in game_state.player_locations if name not in mates]
    return max(others, key=lambda name: game_state.score_per_player[name], default=me)


class NetworkPlayer(Player):
    """Walks to the cheese that the network rates best."""

    def __init__(self, name=None, *args, **kwargs):
        super().__init__(name or INFO["name"], *args, **kwargs)
        with np.load(Path(__file__).with_name("weights.npz"), allow_pickle=False) as file:
            self.weights = {key: file[key] for key in file.files}
        self._forget()

    def _forget(self):
        self.graph, self.times, self.steps = {}, {}, {}
        self.goal, self.left, self.changes, self.n_cheese, self.unit = None, -1, 0, 1, 1
        self.out_of_time = 0  # turns without the network's answer
        self.twin_turns, self.random = 0, random.Random(self.get_name())
        self.seen, self.far, self.approach = 0, {}, {}  # turn; the other's way to each cheese
        self.other_chose, self.odd_turns = False, 0  # turns that no greedy player would play

    def preprocessing(self, maze, game_state):
        self._forget()
        self.graph = passages(maze)
        turns = sorted(weight for ways in self.graph.values() for _, weight in ways)
        # Times are counted in turns of the usual passage: a board may be mud all over.
        self.unit = turns[(len(turns) - 1) // 2] if turns else 1
        self.width, self.height = maze.get_width(), maze.get_height()
        self.n_cheese = max(len(game_state.cheese), 1)
        for cell in game_state.cheese:
            self._from(cell)
        if game_state.cheese:  # the first pass is the slowest
            me, other = self._places(game_state)
            self._scores(game_state, me, other, float("inf"))

    def _from(self, cell):
        """Travel times from a cell, and so to it: paths take as long in both directions."""
        if cell not in self.times:
            self.times[cell] = travel_times(self.graph, self.width * self.height, cell)
        return self.times[cell]

    def _places(self, game_state):
        """Of me and of the other: the name, where it can choose next, and in how many turns."""
        places = []
        for name in (self.get_name(), opponent_of(game_state, self.get_name())):
            crossing = game_state.muds[name]
            if crossing["target"] is None:
                places.append((name, game_state.player_locations[name], 0))
            else:
                places.append((name, crossing["target"], crossing["count"]))
        return places

    def turn(self, maze, game_state):
        deadline = time.monotonic() + DEADLINE
        if not self.graph:  # not asked to prepare
            self.preprocessing(maze, game_state)
        cheese = list(game_state.cheese)
        if not cheese:
            return Action.NOTHING
        me, other = self._places(game_state)
        scores = self._scores(game_state, me, other, deadline)
        lost = self._lost(game_state, me, other)
        if scores is None:
            self.out_of_time += 1
            scores = -np.array([self._from(cell)[me[1]] for cell in cheese])
            if self.goal in cheese:
                scores[cheese.index(self.goal)] = 1
        elif lost and len(lost) < len(cheese):
            scores -= LOST * np.isin(cheese, lost)
            if self.goal in lost:
                self.goal, self.left, self.changes = None, len(cheese), PATIENCE
        elif INFO["plays_out"] and self.odd_turns < NOT_GREEDY and game_state.turn > FIRST_TURN:
            self._play_out(game_state, me, other, scores, deadline)
        best = cheese[int(np.argmax(scores))]
        if len(cheese) != self.left:
            self.left, self.changes = len(cheese), 0
        worse = self._leaves_twin(game_state, me, other)
        if worse is not None:
            first = self._step(me[1], self.goal if self.goal in cheese else best)
            close = [k for k, score in enumerate(scores) if score > scores.max() - worse]
            others = [k for k in close if self._step(me[1], cheese[k]) != first]
            if others:
                self.goal = best = cheese[max(others, key=lambda k: scores[k])]
                self.changes = PATIENCE
        if self.goal in cheese and best != self.goal:
            if self.changes >= PATIENCE or scores[cheese.index(self.goal)] >= scores.max():
                best = self.goal
            else:
                self.changes += 1
        self.goal = best
        return self._step(me[1], best)

    def _lost(self, game_state, me, other):
        """Cheeses that the other has approached for long, and reaches first; none if it is greedy.

        It may be greedy as long as all but one of its steps led to a nearest cheese.
        """
        passed, self.seen = game_state.turn - self.seen, game_state.turn
        before, nearest = self.far, min(self.far.values(), default=NO_TIME)
        now = {
            cell: self._from(cell)[other[1]] + other[2] for cell in {*before, *game_state.cheese}
        }
        nearer = [cell for cell, turns in before.items() if turns - now[cell] == passed]
        if passed == 1 and self.other_chose and nearest < NO_TIME:
            self.odd_turns += nearest not in [before[cell] for cell in nearer]
        self.other_chose = other[2] == 0
        self.far = {cell: now[cell] for cell in game_state.cheese}
        self.approach = {cell: self.approach.get(cell, 0) + passed for cell in nearer}
        if self.odd_turns < NOT_GREEDY:
            return []
        scores = game_state.score_per_player
        late = scores[me[0]] < scores[other[0]]  # who trails has no use for half a piece
        walked = [cell for cell in self.far if self.approach.get(cell, 0) >= LONG]
        return [cell for cell in walked if now[cell] < self._from(cell)[me[1]] + late]

    def _play_out(self, game_state, me, other, scores, deadline):
        """Take the final lead that is lost by a goal from its score, where several are close.

        I walk there, then to a cheese near it, then both are greedy to the end. Without the time to
        play out all of them nothing changes.
        """
        cheese, points = game_state.cheese, game_state.score_per_player
        close = [k for k in range(len(cheese)) if scores[k] > scores.max() - NEAR_TIE]
        if len(close) < 2:
            return
        leads = {}
        for k in sorted(close, key=lambda k: self._from(cheese[k])[me[1]])[:MOST_GOALS]:
            goal = cheese[k]
            near = sorted(cheese, key=lambda cell: self._from(goal)[cell])[:SECOND_GOALS]
            leads[k] = -float("inf")
            for then in near:
                if time.monotonic() > deadline:
                    return
                final = [points[me[0]], points[other[0]]]
                plan = [goal] if then == goal else [goal, then]
                self._greedy_rollout(cheese, [me[1], other[1]], [me[2], other[2]], final, plan)
                leads[k] = max(leads[k], final[0] - final[1])
        for k, lead in leads.items():
            scores[k] -= max(leads.values()) - lead

    def _leaves_twin(self, game_state, me, other):
        """By how much another goal may be worse, to leave a twin; None: it goes on as it was.

        Two copies see and choose the same: they would walk together to the end. So after a while
        side by side at equal scores they part at random.
        """
        scores = game_state.score_per_player
        twins = me[0] != other[0] and me[1:] == other[1:] and scores[me[0]] == scores[other[0]]
        self.twin_turns = self.twin_turns + 1 if twins and game_state.turn > 1 else 0
        turns = self.twin_turns
        if me[2] > 0 or turns == 0 or (turns % EARLY_TURNS and turns < TWIN_TURNS):
            return None
        self.twin_turns %= TWIN_TURNS
        if self.random.random() < 0.5:
            return None
        return float("inf") if turns >= TWIN_TURNS else CLOSE

    def _ways(self, cell):
        """North, east, south and west: the next cell and the turns to get there, or None."""
        turns, column = dict(self.graph[cell]), cell % self.width
        steps = (
            (cell - self.width, True),
            (cell + 1, column + 1 < self.width),
            (cell + self.width, True),
            (cell - 1, column > 0),
        )
        return [(near, turns[near]) if fits and near in turns else None for near, fits in steps]

    def _scores(self, game_state, me, other, deadline):
        """How good the network rates every cheese, (K,); None past the deadline."""
        (my_name, here, my_mud), (other_name, there, other_mud) = me, other
        cheese = np.array(game_state.cheese)
        to = np.stack([self._from(cell) for cell in game_state.cheese])  # (K, C)
        tokens = np.zeros((len(cheese), 11), np.float32)
        tokens[:, 0] = 1
        tokens[:, 1], tokens[:, 2] = to[:, here] + my_mud, to[:, there] + other_mud
        tokens[:, 3] = (cheese // self.width - here // self.width) / self.height
        tokens[:, 4] = (cheese % self.width - here % self.width) / self.width
        ease = np.zeros(4, np.float32)
        for a, way in enumerate(self._ways(here)):
            if way is not None:
                near, turns = way
                ease[a] = self.unit / turns
                tokens[:, 5 + a] = to[:, near] + turns == to[:, here]
        mine, theirs = (game_state.score_per_player[name] for name in (my_name, other_name))
        tokens[:, 9:] = self._greedy_rollout(
            game_state.cheese, [here, there], [my_mud, other_mud], [mine, theirs]
        )
        tokens[:, [1, 2, 9]] /= self.unit
        lead, sides = (mine - theirs) / len(cheese), self.width + self.height
        counts = [n / self.n_cheese for n in (mine, theirs, len(cheese))]
        turns = [my_mud / 10, other_mud / 10, self._from(here)[there] / sides]
        turns.append(max(game_state.turn - 1, 0) / (self.width * self.height))
        turns = [time / self.unit for time in turns]
        summary = np.array([*counts, min(max(lead, -1), 1), *turns, *ease], np.float32)
        sizes = (INFO["n_layers"], INFO["n_heads"])
        return forward(self.weights, *sizes, tokens, to[:, cheese] / self.unit, summary, deadline)

    def _greedy_rollout(self, cheese, places, waits, scores, plan=()):
        """When each cheese is eaten if both are greedy, and what I gain by it, (K, 2).

        A player chooses again in waits[p] turns at places[p]; both goals are the nearest cheeses,
        mine those of the plan before. The scores are those at the end afterwards.
        """
        plan = list(plan)
        when, gain = dict.fromkeys(cheese, NEVER_EATEN), dict.fromkeys(cheese, 0)
        left, goals, now = list(cheese), [None, None], 0
        while left and abs(scores[0] - scores[1]) <= len(left):
            stuck = 0
            for p in (0, 1):
                if waits[p]:
                    continue
                if p == 0 and plan and goals[p] not in left:
                    goals[p] = plan.pop(0)
                if goals[p] not in left:
                    times = [self._from(cell)[places[p]] for cell in left]
                    nearest = int(np.argmin(times))
                    goals[p] = left[nearest] if times[nearest] < NO_TIME else None
                waits[p] = 1  # nowhere to go: stand for a turn
                if goals[p] is None:
                    stuck += 1
                else:
                    _, places[p], waits[p] = self._way(places[p], goals[p])
            if stuck == 2:
                break
            turns = min(waits)
            waits = [wait - turns for wait in waits]
            now += turns
            eats = [waits[p] == 0 and places[p] in left for p in (0, 1)]
            points = 0.5 if eats == [True, True] and places[0] == places[1] else 1
            for p in (0, 1):
                if eats[p]:
                    scores[p] += points
                    when[places[p]] = now
                    gain[places[p]] += 1 - 2 * p
            if any(eats):
                gone = [place for place, eaten in zip(places, eats, strict=True) if eaten]
                left = [cell for cell in left if cell not in gone]
        return np.array([(when[cell], gain[cell]) for cell in cheese], np.float32)

    def _way(self, here, goal):
        """North, east, south or west, the first on a shortest path: action, cell, turns."""
        if (here, goal) not in self.steps:
            times = self._from(goal)
            actions = (Action.NORTH, Action.EAST, Action.SOUTH, Action.WEST)
            ways = zip(self._ways(here), actions, strict=True)
            self.steps[here, goal] = next(
                (action, *way)
                for way, action in ways
                if way is not None and times[way[0]] + way[1] == times[here]
            )
        return self.steps[here, goal]

    def _step(self, here, goal):
        """The action that begins a shortest path to a cheese."""
        if here == goal or self._from(goal)[here] >= NO_TIME:
            return Action.NOTHING
        return self._way(here, goal)[0]
