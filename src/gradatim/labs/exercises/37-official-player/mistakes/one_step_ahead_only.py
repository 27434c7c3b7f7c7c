"""It only looks at the cells beside it and stands still where none has cheese: search the whole
maze.

fr: Il ne regarde que les cases voisines et reste là où aucune n'a de fromage : cherchez dans tout
le labyrinthe.
"""


class MyPlayer(MyPlayer):
    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        for neighbour in maze.get_neighbors(me):
            if neighbour in game_state.cheese:
                return maze.locations_to_action(me, neighbour)
        return Action.NOTHING
