"""It takes the other player's cell for its own: the own one is player_locations[self.get_name()].

fr: Il prend la case de l'autre pour la sienne : la sienne est player_locations[self.get_name()].
"""


class MyPlayer(MyPlayer):
    def turn(self, maze, game_state):
        me = list(game_state.player_locations.values())[-1]
        seen, candidates = set(), [(0, me, me)]
        while candidates:
            turns, cell, first = heapq.heappop(candidates)
            if cell in seen:
                continue
            seen.add(cell)
            if cell in game_state.cheese:
                return maze.locations_to_action(me, first)
            for neighbour in maze.get_neighbors(cell):
                step = neighbour if cell == me else first
                heapq.heappush(
                    candidates, (turns + maze.get_weight(cell, neighbour), neighbour, step)
                )
        return Action.NOTHING
