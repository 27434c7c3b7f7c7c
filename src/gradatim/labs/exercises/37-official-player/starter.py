"""A player for the official game: read task.md, then replace the `raise`."""

from pyrat import Action, GameState, Maze, Player


class MyPlayer(Player):
    def turn(self, maze: Maze, game_state: GameState) -> Action:
        raise NotImplementedError
