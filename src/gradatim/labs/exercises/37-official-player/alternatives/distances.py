class MyPlayer(Player):
    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        d = {cell: 0 for cell in game_state.cheese}
        changed = True
        while changed:
            changed = False
            for cell in list(d):
                for n in maze.get_neighbors(cell):
                    turns = d[cell] + maze.get_weight(cell, n)
                    if turns < d.get(n, 10**9):
                        d[n], changed = turns, True
        step = min(maze.get_neighbors(me), key=lambda n: d[n] + maze.get_weight(me, n))
        return maze.locations_to_action(me, step)
