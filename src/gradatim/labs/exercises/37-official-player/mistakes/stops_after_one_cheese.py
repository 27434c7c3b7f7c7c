"""It walks to one cheese and then stands still: look for the next one as soon as it is reached or
gone.

fr: Il va à un fromage puis reste sur place : cherchez le suivant dès qu'il est atteint ou disparu.
"""


class MyPlayer(MyPlayer):
    def preprocessing(self, maze, game_state):
        self.left = len(game_state.cheese)

    def turn(self, maze, game_state):
        if len(game_state.cheese) < self.left:
            return Action.NOTHING
        return super().turn(maze, game_state)
