"""It always goes to the first neighbor in the list, wherever the cheese is.

fr: Il va toujours vers la première voisine de la liste, où que soit le fromage.
"""


class MyPlayer(Player):
    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        return maze.locations_to_action(me, maze.get_neighbors(me)[0])
