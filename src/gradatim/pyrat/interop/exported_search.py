"""A player of the official game PyRat that searches, written by `gradatim pyrat export`.

    from player import SearchPlayer
    game.add_player(SearchPlayer(), team="A")

Two trees of goals, its own and its opponent's, answer each other: wherever both are free to choose
they choose at the same time, each by PUCT. The network in network_player.py rates the first goals
of both. A tree is kept until a cheese is eaten, so it grows from turn to turn. How often the
opponent takes the nearest cheese, as a greedy player does, and how often it plays to win, is Bayes'
rule over its steps. It needs NumPy alone.
"""

import math
import os
import sys
import time

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from network_player import NO_TIME, PATIENCE, NetworkPlayer

from pyrat import Action

SECONDS = 0.02  # of the processor per turn at most, as the class counts
DEADLINE = 0.03  # by the clock, other processes included; the class gives 0.1
ROLLOUTS = 1200  # of a tree: it is then sure enough, and the class counts processor time
N_ROOT, N_NEXT = 14, 7  # goals that are tried first, and after each
MAX_DEPTH = 24
EXPAND_VISITS = 3  # visits after which a node gets goals
EXPLORATION = 0.6
TEMPERATURE = 4.0  # of the priors, in passages
# Pieces to the end of a rollout; games that are played to the end, as all are against greedy ones.
HORIZON, SHORT_GAME = 14, 24
LEAD_WEIGHT, FULL_LEAD = 0.3, 10.0  # of the lead in a value; the rest is the chance to win
WAY_ON = (0.22, 0.33, 0.19, 0.33)  # what each of the four cheeses nearest to a goal costs, per turn
LEAST_PRIOR = 1e-3
# Rollouts that the network's policy is worth in the choice of a goal: without time for any it
# plays as the network does, and 30 rollouts alone would play worse.
NETWORK_ROLLOUTS = 100
SLIP, DETOUR = 0.03, 0.1  # chance that a greedy player, or any other, takes another step
LEAST_ODDS = 0.02  # no kind of opponent is ever ruled out
DISTANCE_SCALE = 3.0  # passages by which a cheese is half as likely a goal of any player


class Choice:
    """The goals of one player at a node, with what was tried and gained."""

    __slots__ = ("counts", "goals", "priors", "sums")

    def __init__(self, goals, weights):
        total = sum(weights)
        self.goals, self.priors = goals, [weight / total for weight in weights]
        self.counts, self.sums = [0] * len(goals), [0.0] * len(goals)

    def best(self, left):
        """The number of the goal to try next, by PUCT; None if none is left."""
        n = sum(self.counts)
        mean = sum(self.sums) / n if n else 0.5
        root, found, highest = EXPLORATION * math.sqrt(n + 1), None, -1e9
        for i, goal in enumerate(self.goals):
            if goal in left:
                count = self.counts[i]
                value = self.sums[i] / count if count else mean
                value += root * self.priors[i] / (1 + count)
                if value > highest:
                    found, highest = i, value
        return found


class Node:
    """A situation in which somebody is free to choose; both have a choice of their own."""

    __slots__ = ("children", "choices", "visits")

    def __init__(self):
        self.visits, self.children = 0, {}
        self.choices: list = []  # of both players; empty until the node has been visited often


class SearchPlayer(NetworkPlayer):
    """Walks to the cheese that its search has tried most."""

    def _forget(self):
        super()._forget()
        self.root, self.rollouts, self.turns = Node(), 0, {}
        self.pieces: dict = {}  # by place and goal: turns to, and cells of, all cheese on the way
        self.left: int = -1  # cheeses on the last turn
        self.policy: dict[int, float] = {}  # of the network over the cheeses; {}: not yet asked
        self.goal: int | None = None
        self.odds, self.seen = 0.5, None  # that the opponent is greedy; where it was, and its steps

    def preprocessing(self, maze, game_state):
        super().preprocessing(maze, game_state)
        self.turns = {cell: self._from(cell).tolist() for cell in game_state.cheese}
        self.least = HORIZON if self.n_cheese > SHORT_GAME else self.n_cheese

    def turn(self, maze, game_state):
        began, deadline = time.process_time(), time.monotonic() + DEADLINE
        if not self.graph:
            self.preprocessing(maze, game_state)
        me, other = self._places(game_state)
        cheese = [cell for cell in game_state.cheese if self.turns[cell][me[1]] < NO_TIME]
        if not cheese:
            return Action.NOTHING
        self._watch(game_state, other)
        if len(game_state.cheese) != self.left:
            self.left, self.changes, self.policy = len(game_state.cheese), 0, {}
        if not self.policy:
            self._plant(game_state, cheese, me, other, deadline)
        scores = game_state.score_per_player
        lead = scores[me[0]] - scores[other[0]]
        while (
            self.root.visits < ROLLOUTS
            and time.process_time() < began + SECONDS
            and time.monotonic() < deadline
        ):
            self._rollout(cheese, lead, [me[1], me[2], None], [other[1], other[2], None])
        return self._step(me[1], self._goal(game_state, cheese, me, other))

    def _watch(self, game_state, other):
        """Bayes' rule: was the opponent's last step likelier of a greedy player, or of any?"""
        _, here, waits = other
        if self.seen is not None and here != self.seen[0]:
            greedy, any_player = self.seen[1].get(here, (0.0, 0.0))
            ratio = (greedy + SLIP) / (any_player + DETOUR)
            self.odds = min(max(self.odds * ratio, LEAST_ODDS), 1 / LEAST_ODDS)
            self.seen = None
        if waits == 0:
            self.seen = here, self._steps(here, game_state.cheese)

    def _steps(self, here, cheese):
        """How likely a greedy player, and any that likes what is near, steps to each neighbor."""
        turns = {cell: self.turns[cell][here] for cell in cheese}
        nearest = min(turns.values())
        steps: dict[int, tuple[float, float]] = {}  # by neighbor
        likely = {cell: 2 ** (-turns[cell] / DISTANCE_SCALE / self.unit) for cell in cheese}
        total = sum(likely.values())
        n_nearest = sum(time == nearest for time in turns.values())
        for cell in cheese:
            times = self.turns[cell]
            ways = [near for near, cost in self.graph[here] if times[near] + cost == turns[cell]]
            for near in ways:
                greedy, any_player = steps.get(near, (0.0, 0.0))
                greedy += (turns[cell] == nearest) / n_nearest / len(ways)
                any_player += likely[cell] / total / len(ways)
                steps[near] = greedy, any_player
        return steps

    def _plant(self, game_state, cheese, me, other, deadline):
        """Begin a tree, with the network's policy of both as priors of the first goals.

        Where the network's answer comes too late, the next turn begins anew.
        """
        way_on = {}
        for cell in cheese:
            near = sorted(self.turns[cell][goal] for goal in cheese if goal != cell)
            way_on[cell] = sum(w * t for w, t in zip(WAY_ON, near, strict=False))
        self.way_on, self.by_cost, self.by_time = way_on, {}, {}
        self.root = Node()
        choices = []
        for mine, theirs in ((me, other), (other, me)):
            goals = self._cheapest(mine[1], cheese)[:N_ROOT]
            rated = self._scores(game_state, mine, theirs, deadline) if goals else None
            policy = dict.fromkeys(goals, 1.0)
            if rated is not None:
                likely = np.exp(rated - rated.max()).tolist()
                policy = dict(zip(game_state.cheese, likely, strict=True))
                if mine is me:
                    self.policy = {goal: p / sum(likely) for goal, p in policy.items()}
                    best = max(cheese, key=lambda goal: policy[goal])
                    goals = goals if best in goals else [*goals[:-1], best]
            weights = [
                w * max(policy[goal], LEAST_PRIOR)
                for w, goal in zip(self._weights(mine[1], goals), goals, strict=True)
            ]
            choices.append(Choice(goals, weights) if goals else None)
        self.root.choices = choices

    def _weights(self, here, goals):
        costs = [self.turns[goal][here] + self.way_on[goal] for goal in goals]
        scale = TEMPERATURE * self.unit
        return [math.exp((min(costs) - cost) / scale) for cost in costs]

    def _cheapest(self, here, cheese):
        """Cheeses by the turns to them and on from there."""
        if here not in self.by_cost:
            turns, way_on = self.turns, self.way_on
            there = [cell for cell in cheese if turns[cell][here] < NO_TIME]
            self.by_cost[here] = sorted(there, key=lambda cell: turns[cell][here] + way_on[cell])
            self.by_time[here] = sorted(there, key=lambda cell: turns[cell][here])
        return self.by_cost[here]

    def _rollout(self, cheese, lead, *sides):
        """One game from here, to the horizon or end: down the trees, then by a simple rule."""
        self.rollouts += 1
        left, node = set(cheese), self.root
        path: list[tuple[Choice, int, int]] = []  # what was chosen, and by whom
        greedy = self.random.random() < self.odds / (1 + self.odds)
        least = 0 if greedy else max(len(left) - self.least, 0)
        while len(path) < 2 * MAX_DEPTH and len(left) > least and abs(lead) <= len(left):
            node.visits += 1
            free = [side[2] is None for side in sides]
            if not node.choices:
                if node.visits < EXPAND_VISITS:
                    break
                node.choices = [None, None]
            key = []
            for who in (0, 1):
                side = sides[who]
                if not free[who] or (who == 1 and greedy):
                    continue
                if node.choices[who] is None:
                    goals = [c for c in self._cheapest(side[0], cheese) if c in left][:N_NEXT]
                    node.choices[who] = Choice(goals, self._weights(side[0], goals))
                choice = node.choices[who]
                i = choice.best(left)
                if i is not None:
                    path.append((choice, i, who))
                    side[2] = choice.goals[i]
                    key.append(side[2])
            self._simply(sides, left, cheese, greedy)
            if all(goal is None for _, _, goal in sides):
                break
            lead += self.walk(sides, left)
            node = node.children.setdefault((*key, greedy), Node())
        while len(left) > least and abs(lead) <= len(left):
            self._simply(sides, left, cheese, greedy)
            if all(goal is None for _, _, goal in sides):
                break
            lead += self.walk(sides, left)
        value = win_chance(lead, len(left))
        for choice, i, who in path:
            choice.counts[i] += 1
            choice.sums[i] += 1 - value if who else value

    def _simply(self, sides, left, cheese, greedy):
        """Give goals to those who have none: the cheapest, a greedy opponent the nearest."""
        for who, side in enumerate(sides):
            if side[2] is None:
                order = self._cheapest(side[0], cheese)
                if who and greedy:
                    order = self.by_time[side[0]]
                side[2] = next((cell for cell in order if cell in left), None)

    def walk(self, sides, left):
        """Go on until a cheese is eaten; what I gain by it, less what the other gains."""
        arrivals = [self._arrival(side, left) for side in sides]
        now = min(when for when, _ in arrivals)
        eaten = {cell for when, cell in arrivals if when == now}
        left -= eaten
        for side, (when, cell) in zip(sides, arrivals, strict=True):
            if when == now:
                side[:2] = cell, now
                if side[2] in eaten:
                    side[2] = None
            elif side[2] is None or side[2] in eaten:
                while side[1] < now and side[2] is not None:  # a step is walked to its end
                    _, side[0], turns = self._way(side[0], side[2])
                    side[1] += turns
                side[1:] = max(side[1], now), None
        return (arrivals[0][0] == now) - (arrivals[1][0] == now)

    def _arrival(self, side, left):
        """When a side that walks to its goal eats next, and which cheese."""
        here, free, goal = side
        if goal is None:
            return math.inf, None
        if (here, goal) not in self.pieces:  # what lies on the way is eaten as well
            cell, turns = here, 0
            pieces = [(0, here)] if here in self.turns else []  # where mud ends
            while cell != goal:
                _, cell, more = self._way(cell, goal)
                turns += more
                if cell in self.turns:
                    pieces.append((turns, cell))
            self.pieces[here, goal] = pieces
        turns, cell = next(piece for piece in self.pieces[here, goal] if piece[1] in left)
        return free + turns, cell

    def _goal(self, game_state, cheese, me, other):
        """The goal that was tried most; few changes of mind, and another way than a twin's."""
        choice = self.root.choices[0]
        counts = {
            cell: count + NETWORK_ROLLOUTS * self.policy.get(cell, 0.0)
            for cell, count in zip(choice.goals, choice.counts, strict=True)
        }
        best = max(choice.goals, key=lambda cell: (counts[cell], -self.turns[cell][me[1]]))
        worse = self._leaves_twin(game_state, me, other)
        if worse is not None:
            first = self._step(me[1], self.goal if self.goal in cheese else best)
            least = counts[best] * math.exp(-worse)
            others = [
                cell
                for cell in choice.goals
                if self._step(me[1], cell) != first and counts[cell] >= least
            ]
            if others:
                best, self.changes = max(others, key=lambda cell: counts[cell]), PATIENCE
                self.goal = best
        if self.goal in cheese and best != self.goal:
            if self.changes >= PATIENCE or counts.get(self.goal, 0) >= counts[best]:
                best = self.goal
            else:
                self.changes += 1
        self.goal = best
        return best


def win_chance(lead, left):
    """What a lead is worth with some pieces left, 0 to 1; a larger lead is better."""
    if abs(lead) > left or left == 0:
        value = 1.0 if lead > 0 else 0.5 if lead == 0 else 0.0
    else:
        value = 1 / (1 + math.exp(-2 * lead / math.sqrt(left)))
    scaled = 0.5 + 0.5 * min(max(lead / FULL_LEAD, -1.0), 1.0)
    return value + LEAD_WEIGHT * (scaled - value)
