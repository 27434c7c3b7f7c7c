class MyPlayer(Player):
    def __init__(self, name=None, skin=None):
        super().__init__(name or "breadth")

    def turn(self, maze, game_state):
        me = game_state.player_locations[self.get_name()]
        before, queue = {me: None}, [me]
        for cell in queue:
            if cell in game_state.cheese:
                while before[cell] != me:
                    cell = before[cell]
                return maze.locations_to_action(me, cell)
            for n in maze.get_neighbors(cell):
                if n not in before:
                    before[n] = cell
                    queue.append(n)
