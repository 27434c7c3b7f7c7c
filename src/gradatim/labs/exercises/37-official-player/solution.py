import heapq

from pyrat import Action, GameState, Maze, Player


class MyPlayer(Player):
    def turn(self, maze: Maze, game_state: GameState) -> Action:
        me = game_state.player_locations[self.get_name()]
        seen = set()
        candidates = [(0, me, me)]  # turns, cell, first step
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
