"""It walks to one cheese, chosen at the start, and waits there when it is eaten: choose anew each
turn.

fr: Il va à un fromage, choisi au début, et y reste une fois mangé : choisissez à chaque tour.
"""


class MyPlayer(MyPlayer):
    def preprocessing(self, maze, game_state):
        self.target = game_state.cheese[0]

    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        seen, candidates = set(), [(0, me, me)]
        while candidates:
            turns, cell, first = heapq.heappop(candidates)
            if cell in seen:
                continue
            seen.add(cell)
            if cell == self.target:
                return maze.locations_to_action(me, first)
            for neighbour in maze.get_neighbors(cell):
                step = neighbour if cell == me else first
                heapq.heappush(
                    candidates, (turns + maze.get_weight(cell, neighbour), neighbour, step)
                )
        return Action.NOTHING
