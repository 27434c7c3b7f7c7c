"""The path is built from the cheese back to the player and never turned around: its last step is made
in the place of the first.

fr: Le chemin est construit du fromage vers le joueur et jamais retourné : son dernier pas est fait à la
place du premier.
"""


class MyPlayer(MyPlayer):
    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        previous, candidates = {}, [(0, me, me)]
        while candidates:
            turns, cell, before = heapq.heappop(candidates)
            if cell in previous:
                continue
            previous[cell] = before
            if cell in game_state.cheese and cell != me:
                return maze.locations_to_action(cell, before)
            for neighbour in maze.get_neighbors(cell):
                cost = turns + maze.get_weight(cell, neighbour)
                heapq.heappush(candidates, (cost, neighbour, cell))
        return Action.NOTHING
