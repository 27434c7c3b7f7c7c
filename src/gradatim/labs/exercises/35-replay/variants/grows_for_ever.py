class Replay(Replay):
    def __init__(self, capacity):
        self.moves = []
        self.capacity = capacity
