"""A policy that beats random."""

import copy
import heapq
import random

from gradatim.labs.grading.spec import Check, amount
from gradatim.pyrat import official_game, preset

N_GAMES, MAX_TURNS = 10, 80


def mazes(generator):
    yield {0: {1: 1}, 1: {0: 1}}, 0
    yield {0: {1: 5}, 1: {0: 5}}, 0
    yield {0: {1: 9, 2: 1}, 1: {0: 9, 2: 1}, 2: {0: 1, 1: 1}}, 0
    yield {0: {1: 2}, 1: {0: 2}, 2: {3: 1}, 3: {2: 1}}, 0  # two cells that cannot be reached
    # A long way round is shorter than mud; the cells of this maze are not numbered from 0 to 4.
    yield {7: {9: 40}, 9: {7: 40, 3: 2}, 3: {9: 2, 12: 8}, 12: {3: 8, 20: 1}, 20: {12: 1}}, 20
    for seed in range(3):
        game = official_game(preset("default", width=7, height=5, cheese=5), seed)
        yield game.maze.as_dict(), game.starts[0]


def distances(maze, start):
    """Bellman and Ford: slower and simpler than what a learner writes."""
    found = {start: 0}
    for _ in range(len(maze)):
        before = dict(found)
        for cell in list(found):
            for neighbour, turns in maze[cell].items():
                found[neighbour] = min(found.get(neighbour, 10**9), found[cell] + turns)
        if found == before:
            break
    return found


def turns_to(maze, cheese):
    """From each cell, the turns to the nearest cheese."""
    found, candidates = {}, [(0, cell) for cell in cheese]
    while candidates:
        turns, cell = heapq.heappop(candidates)
        if cell not in found:
            found[cell] = turns
            for neighbour, cost in maze[cell].items():
                heapq.heappush(candidates, (turns + cost, neighbour))
    return found


class Walker:
    def __init__(self, cell):
        self.cell, self.target, self.left, self.score = cell, cell, 0, 0.0

    def move(self, maze, choice):
        if self.left == 0:
            self.target = choice
            self.left = maze[self.cell][choice]
        self.left -= 1
        if self.left == 0:
            self.cell = self.target


def play(policy, seed):
    """One game by the official rules: my score, the other's, my moves, those that stay, those to
    a cell that is not a neighbor, those away from the nearest cheese."""
    game = official_game(preset("default", width=9, height=7, cheese=9), seed)
    maze, cheese = game.maze.as_dict(), list(game.cheese)
    given = copy.deepcopy(maze)
    chance = random.Random(seed)
    me, other = (Walker(start) for start in game.starts)
    lost, walked = 0, []
    for _ in range(MAX_TURNS):
        choices = []
        for walker in (me, other):
            if walker.left > 0:
                choices.append(None)
            elif walker is other:
                choices.append(chance.choice(list(maze[walker.cell])))
            else:
                choices.append(policy(given, me.cell, other.cell, list(cheese)))
                if given != maze:
                    raise RuntimeError("policy changes the maze, which should stay as it is")
                walked.append((me.cell, choices[-1], list(cheese)))
                if type(choices[-1]) is not int:
                    kind = type(choices[-1]).__name__
                    raise TypeError(
                        f"policy gives a value of type {kind}; a cell (int) is expected"
                    )
        for walker, choice in zip((me, other), choices):
            if walker.left == 0 and choice not in maze[walker.cell]:
                lost += 1
            else:
                walker.move(maze, choice)
        for cell in [c for c in cheese if c in (me.cell, other.cell)]:
            eaters = [walker for walker in (me, other) if walker.cell == cell]
            for walker in eaters:
                walker.score += 1 / len(eaters)
            cheese.remove(cell)
        if not cheese or abs(me.score - other.score) > len(cheese):
            break
    away, stays = 0, sum(cell == choice for cell, choice, _ in walked)
    for cell, choice, left in walked:
        if choice in maze[cell]:
            turns = turns_to(maze, left)
            away += turns[choice] + maze[cell][choice] > turns[cell]
    pairs = zip(walked, walked[1:])
    back = sum(choice == before[0] != cell for before, (cell, choice, _) in pairs)
    return me.score, other.score, len(walked), stays, lost - stays, away, back


def positions():
    """Mazes with two players and cheese, at random."""
    chance = random.Random(0)
    for seed in range(20, 24):
        game = official_game(preset("default", width=9, height=7, cheese=9), seed)
        maze = game.maze.as_dict()
        for _ in range(10):
            me, other, *cheese = chance.sample(list(maze), 2 + chance.randint(1, 6))
            yield maze, me, other, cheese


def moves_of(policy):
    """The cell that it goes to in each position, or the kind of its error."""
    found = []
    for maze, me, other, cheese in positions():
        try:
            found.append(policy(copy.deepcopy(maze), me, other, list(cheese)))
        except Exception as error:
            found.append(type(error).__name__)
    return found


def tournament(policy, n_games):
    """The choices in each game until too many are lost."""
    games, lost = [], 0
    for seed in range(n_games):
        games.append([])

        def noted(*position, choices=games[-1]):
            choices.append(policy(*position))
            return choices[-1]

        mine, theirs, *_ = play(noted, seed)
        lost += mine <= theirs
        if lost > 0.1 * n_games:
            break
    return games


def played_again(choices, seed):
    """The game with these choices, where it is judged; a player without any more stays."""
    left = iter(choices)
    return play(lambda maze, me, other, cheese: next(left, me), seed)


def strong(games, n_games):
    value = [played_again(choices, seed) for seed, choices in enumerate(games)]
    wins = sum(mine > theirs for mine, theirs, *_ in value)
    if wins >= 0.9 * n_games:
        return None
    moves, *counts = (sum(row[i] for row in value) for i in range(2, 7))
    stays, lost, away, back = (amount(count / max(moves, 1)) for count in counts)
    return (
        f"It wins too few games. Of its moves {stays[0]} stay where it is, {lost[0]} go to a cell "
        f"that is not a neighbor, {away[0]} lead away from the nearest cheese, and {back[0]} go "
        "back to the cell before.",
        f"Elle gagne trop peu de parties. De ses coups : sur place, {stays[1]} ; vers une case qui "
        f"n'est pas voisine, {lost[1]} ; loin du fromage le plus proche, {away[1]} ; retour à la "
        f"case d'avant, {back[1]}.",
    )


CHECKS = [
    Check(name="distances", inputs=mazes, expected=distances),
    Check(
        name="policy",
        inputs=lambda generator: [(N_GAMES,)],
        run=tournament,
        probe=moves_of,
        judge=strong,
        slow=True,
    ),
]
