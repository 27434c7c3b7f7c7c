"""It takes the first way that it finds, depth first, and no shortest one; begun anew at each turn,
it goes to and fro.

fr: Il prend le premier chemin trouvé, en profondeur, et non le plus court ; recommencé à chaque
tour, il va et vient.
"""


class MyPlayer(Player):
    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        stack, seen = [(me, None)], set()
        while stack:
            cell, first = stack.pop()
            if cell in seen:
                continue
            seen.add(cell)
            if first is not None and cell in game_state.cheese:
                return maze.locations_to_action(me, first)
            for neighbour in maze.get_neighbors(cell):
                stack.append((neighbour, neighbour if first is None else first))
        return Action.NOTHING
