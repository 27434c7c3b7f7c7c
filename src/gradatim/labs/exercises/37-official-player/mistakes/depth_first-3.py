class MyPlayer(Player):
    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        stack, seen = [(me, None)], set()
        while stack:
            cell, first = stack.pop()
            if cell in seen:
                continue
            seen.add(cell)
            for neighbour in maze.get_neighbors(cell):
                if neighbour in game_state.cheese:
                    return maze.locations_to_action(me, first or neighbour)
                stack.append((neighbour, neighbour if first is None else first))
        return Action.NOTHING
