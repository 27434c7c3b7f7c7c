"""When the memory is full, new moves are thrown away; the oldest ones should go.

fr: Quand la mémoire est pleine, les nouveaux coups sont jetés ; ce sont les anciens qui partent.
"""


class Replay(Replay):
    def __init__(self, capacity):
        super().__init__(capacity)
        self.capacity = capacity

    def add(self, *move):
        if len(self) < self.capacity:
            super().add(*move)
