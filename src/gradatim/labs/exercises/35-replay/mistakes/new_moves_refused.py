"""When the buffer is full, new transitions are dropped; drop the oldest ones instead.

fr: Quand la mémoire est pleine, les nouvelles transitions sont ignorées ; supprimez plutôt les plus
anciennes.
"""


class Replay(Replay):
    def __init__(self, capacity):
        super().__init__(capacity)
        self.capacity = capacity

    def add(self, *move):
        if len(self) < self.capacity:
            super().add(*move)
