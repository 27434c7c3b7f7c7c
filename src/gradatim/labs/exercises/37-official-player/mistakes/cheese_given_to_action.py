"""locations_to_action gets the cell of the cheese; it knows neighboring cells only, so give it the next cell
of the path.

fr: locations_to_action reçoit la case du fromage ; elle ne connaît que les cases voisines : donnez-lui la
prochaine case du chemin.
"""


class MyPlayer(MyPlayer):
    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        seen, candidates = set(), [(0, me)]
        while candidates:
            turns, cell = heapq.heappop(candidates)
            if cell in seen:
                continue
            seen.add(cell)
            if cell in game_state.cheese:
                return maze.locations_to_action(me, cell) or Action.NOTHING
            for neighbour in maze.get_neighbors(cell):
                heapq.heappush(candidates, (turns + maze.get_weight(cell, neighbour), neighbour))
        return Action.NOTHING
