"""It moves the other way: the first argument of locations_to_action is where you are, the second
where you go.

fr: Il va dans l'autre sens : le premier argument de locations_to_action est où vous êtes, le
second où vous allez.
"""

BACK = {
    Action.NORTH: Action.SOUTH,
    Action.SOUTH: Action.NORTH,
    Action.EAST: Action.WEST,
    Action.WEST: Action.EAST,
}


class MyPlayer(MyPlayer):
    def turn(self, maze, game_state):
        action = super().turn(maze, game_state)
        return BACK.get(action, action)
