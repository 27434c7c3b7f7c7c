"""It moves only where a piece lies in the cell beside it: search the whole maze, and go to the next
cell of the way, which locations_to_action needs, not to that of the piece.

fr: Il ne bouge que si un fromage est dans la case voisine : cherchez dans tout le labyrinthe, et
allez à la prochaine case du chemin, celle que veut locations_to_action, non à celle du fromage.
"""


class MyPlayer(MyPlayer):
    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        for neighbour in maze.get_neighbors(me):
            if neighbour in game_state.cheese:
                return maze.locations_to_action(me, neighbour)
        return Action.NOTHING
