"""When the buffer is full, the same place is overwritten each time; drop the oldest transition.

fr: Quand la mémoire est pleine, la même place est écrasée à chaque fois ; retirez la plus
ancienne.
"""


class Replay(Replay):
    def __init__(self, capacity):
        super().__init__(None)
        self.capacity = capacity

    def add(self, state, action, reward, next_state, over):
        if len(self.moves) == self.capacity:
            del self.moves[0]
            super().add(state, action, reward, next_state, over)
            self.moves.rotate(1)
        else:
            super().add(state, action, reward, next_state, over)
