"""The pieces of cheese are noted at the start and never brought up to date: it goes on to pieces that
are eaten. game_state.cheese holds those that are left.

fr: Les fromages sont notés au départ et jamais mis à jour : il va encore à des fromages mangés.
game_state.cheese contient ceux qui restent.
"""


class MyPlayer(MyPlayer):
    def preprocessing(self, maze, game_state):
        self.pieces = set(game_state.cheese)

    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        to_me = self.turns_from(maze, [me])
        goal = min(self.pieces, key=lambda piece: to_me[piece])
        turns = self.turns_from(maze, [goal])
        cells = maze.get_neighbors(me)
        step = min(cells, key=lambda cell: maze.get_weight(me, cell) + turns[cell])
        return maze.locations_to_action(me, step)

    def turns_from(self, maze, cells):
        found, candidates = {}, [(0, cell) for cell in cells]
        while candidates:
            turns, cell = heapq.heappop(candidates)
            if cell not in found:
                found[cell] = turns
                for neighbour in maze.get_neighbors(cell):
                    cost = turns + maze.get_weight(cell, neighbour)
                    heapq.heappush(candidates, (cost, neighbour))
        return found
