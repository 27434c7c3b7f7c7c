"""It moves at random, as the other player does.

fr: Il bouge au hasard, comme l'autre joueur.
"""

import random


class MyPlayer(MyPlayer):
    def turn(self, maze, game_state):
        return random.choice(list(Action))
