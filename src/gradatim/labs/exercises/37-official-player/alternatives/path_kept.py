class MyPlayer(Player):
    def preprocessing(self, maze, game_state):
        self.path = []

    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        if not self.path or self.path[-1] not in game_state.cheese:
            self.path = self.search(maze, me, game_state.cheese)
        return maze.locations_to_action(me, self.path.pop(0))

    def search(self, maze, me, cheese):
        paths, todo = {me: (0, [])}, [me]
        while todo:
            todo.sort(key=lambda cell: paths[cell][0])
            cell = todo.pop(0)
            turns, path = paths[cell]
            if cell in cheese:
                return path
            for n in maze.get_neighbors(cell):
                cost = turns + maze.get_weight(cell, n)
                if n not in paths or cost < paths[n][0]:
                    paths[n] = (cost, [*path, n])
                    todo.append(n)
        return []
