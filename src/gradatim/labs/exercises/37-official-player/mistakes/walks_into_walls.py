"""It moves towards the cheese as if there were no walls, and stops at the first one.

fr: Il va vers le fromage comme s'il n'y avait pas de murs, et s'arrête au premier.
"""


class MyPlayer(MyPlayer):
    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        row, column = maze.i_to_rc(me)
        to_row, to_column = maze.i_to_rc(game_state.cheese[0])
        if row != to_row:
            return Action.NORTH if row > to_row else Action.SOUTH
        return Action.WEST if column > to_column else Action.EAST
