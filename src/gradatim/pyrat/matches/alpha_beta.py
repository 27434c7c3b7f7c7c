"""A student's player: alpha-beta over cheese targets, in plain Python. Read it, and beat it.

Each side chooses its next cheese when it is free: among the 5 nearest that are left. The choices
form a tree, searched deeper and deeper until the time is up; at a leaf both go on to whatever is
nearest. It needs the official package only: `gradatim pyrat match alpha_beta.py greedy`.
"""

import heapq
import time

from pyrat import Player

SECONDS = 0.03  # of processor time per turn
WIDTH = 5  # targets that are considered
COMMITMENT = 0.25  # points that another target must promise more, or it would walk to and fro


class TimeIsUp(Exception):
    """The search has used its time."""


class AlphaBeta(Player):
    """Chooses targets by alpha-beta search."""

    def preprocessing(self, maze, game_state):
        """Shortest paths to every cheese: the time and the next cell from every other cell."""
        self.target = None
        self.times, self.next_cells = {}, {}
        for cheese in game_state.cheese:
            times, next_cell, waiting = {}, {}, [(0, cheese, cheese)]
            while waiting:
                t, cell, towards = heapq.heappop(waiting)
                if cell not in times:
                    times[cell], next_cell[cell] = t, towards
                    for neighbor in maze.get_neighbors(cell):
                        weight = maze.get_weight(cell, neighbor)
                        heapq.heappush(waiting, (t + weight, neighbor, cell))
            self.times[cheese], self.next_cells[cheese] = times, next_cell

    def turn(self, maze, game_state):
        """The first step to the target of the deepest search that was finished."""
        self.deadline = time.process_time() + SECONDS
        me = self.get_name()
        other = next(name for name in game_state.player_locations if name != me)
        sides = []
        for name in (me, other):
            mud = game_state.muds[name]
            cell = game_state.player_locations[name] if mud["target"] is None else mud["target"]
            sides.append((cell, mud["count"] or 0, None))  # where and when it is free, its target
        left = frozenset(game_state.cheese)
        best, depth = self.nearest(sides[0][0], left)[0], 1
        try:
            while depth <= 2 * len(left):
                best = self.choose(sides, left, depth)
                depth += 1
        except TimeIsUp:
            pass
        self.target = best
        return maze.locations_to_action(sides[0][0], self.next_cells[best][sides[0][0]])

    def choose(self, sides, left, depth):
        """The best first target; the one of the turn before gets a bonus."""
        best, alpha = None, -1e9
        for target in self.candidates(sides[0][0], left):
            bonus = COMMITMENT if target == self.target else 0.0
            value = bonus + self.value(self.sent(sides, 0, target), left, depth - 1, alpha - 1, 1e9)
            if value > alpha:
                best, alpha = target, value
        return best

    def candidates(self, cell, left):
        """The nearest targets; at the root also the present one."""
        near = self.nearest(cell, left)[:WIDTH]
        return near if self.target not in left or self.target in near else [*near, self.target]

    def nearest(self, cell, left):
        """Cheeses by time, and of equals by number."""
        return sorted(left, key=lambda cheese: (self.times[cheese][cell], cheese))

    def sent(self, sides, side, target):
        """The sides after one of them has chosen its target."""
        cell, free_at, _ = sides[side]
        chosen = (cell, free_at, target)
        return [chosen, sides[1]] if side == 0 else [sides[0], chosen]

    def value(self, sides, left, depth, alpha, beta):
        """My points less theirs from here on, if each side does the best for itself."""
        if time.process_time() > self.deadline:
            raise TimeIsUp
        sides, left, gained = self.walk(sides, left)
        if not left:
            return gained
        side = 0 if sides[0][2] is None else 1  # who is free; if both are, I choose first
        if depth <= 0:
            return gained + self.playout(sides, left)
        best = -1e9 if side == 0 else 1e9
        for target in self.nearest(sides[side][0], left)[:WIDTH]:
            after = self.sent(sides, side, target)
            value = self.value(after, left, depth - 1, alpha - gained, beta - gained)
            best = max(best, value) if side == 0 else min(best, value)
            if side == 0:
                alpha = max(alpha, best + gained)
            else:
                beta = min(beta, best + gained)
            if alpha >= beta:
                break
        return gained + best

    def walk(self, sides, left):
        """Go on until a side is free: its target is eaten, by itself or by the other."""
        if sides[0][2] is None or sides[1][2] is None:
            return sides, left, 0.0
        arrives = [free_at + self.times[target][cell] for cell, free_at, target in sides]
        now = min(arrives)
        eaten = [sides[i][2] for i in range(2) if arrives[i] == now]
        points = 0.0 if len(eaten) == 2 else (1.0 if arrives[0] == now else -1.0)
        after = []
        for (cell, free_at, target), arrival in zip(sides, arrives, strict=True):
            if arrival > now and target not in eaten:
                after.append((cell, free_at, target))
                continue
            while free_at < now:  # a step that has begun is walked to its end
                step = self.next_cells[target][cell]
                free_at += self.times[target][cell] - self.times[target][step]
                cell = step
            after.append((cell, free_at, None))
        return after, left.difference(eaten), points

    def playout(self, sides, left):
        """My points less theirs if both always go to the nearest cheese."""
        total = 0.0
        while left:
            for side in range(2):
                if sides[side][2] is None:
                    cell = sides[side][0]
                    target = min(left, key=lambda cheese: self.times[cheese][cell])
                    sides = self.sent(sides, side, target)
            sides, left, gained = self.walk(sides, left)
            total += gained
        return total
