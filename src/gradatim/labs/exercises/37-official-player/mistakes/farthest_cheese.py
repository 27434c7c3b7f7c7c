"""It goes for the farthest cheese; the nearest is the one to take.

fr: Il va vers le fromage le plus lointain ; prenez le plus proche.
"""


class MyPlayer(MyPlayer):
    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        seen, candidates, last = set(), [(0, me, me)], me
        while candidates:
            turns, cell, first = heapq.heappop(candidates)
            if cell in seen:
                continue
            seen.add(cell)
            if cell in game_state.cheese:
                last = first
            for neighbour in maze.get_neighbors(cell):
                step = neighbour if cell == me else first
                heapq.heappush(
                    candidates, (turns + maze.get_weight(cell, neighbour), neighbour, step)
                )
        return maze.locations_to_action(me, last)
