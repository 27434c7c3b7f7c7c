"""It never moves: Action.NOTHING at every turn.

fr: Il ne bouge jamais : Action.NOTHING à chaque tour.
"""


class MyPlayer(MyPlayer):
    def turn(self, maze, game_state):
        return Action.NOTHING
