"""Something of the first game, such as its maze or a path, is still used in the next ones: reset
everything in preprocessing.

fr: Quelque chose de la première partie, comme son labyrinthe ou un chemin, sert encore dans les
suivantes : réinitialisez tout dans preprocessing.
"""


class MyPlayer(MyPlayer):
    def turn(self, maze, game_state):
        self.first = getattr(self, "first", maze)
        me = game_state.player_locations[self.get_name()]
        if me not in self.first.get_vertices():
            return Action.NOTHING
        return super().turn(self.first, game_state)
