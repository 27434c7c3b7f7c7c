"""Cells already seen are never entered again: at a dead end, where only a way back is left, it stands still.

fr: Les cases déjà vues ne sont plus jamais prises : dans une impasse, où il faut revenir sur ses pas, il ne bouge plus.
"""

import random


class MyPlayer(MyPlayer):
    def turn(self, maze, game_state):
        here = game_state.player_locations[self.get_name()]
        if not hasattr(self, "seen"):
            self.seen = set()
        self.seen.add(here)
        unseen = [cell for cell in maze.get_neighbors(here) if cell not in self.seen]
        if not unseen:
            return Action.NOTHING
        return maze.locations_to_action(here, random.choice(unseen))
