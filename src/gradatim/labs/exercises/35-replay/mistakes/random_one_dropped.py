"""A random transition is dropped when the buffer is full; drop the oldest.

fr: Une transition au hasard est retirée quand la mémoire est pleine ; retirez la plus ancienne.
"""


class Replay(Replay):
    def __init__(self, capacity):
        self.moves, self.capacity = [], capacity

    def add(self, state, action, reward, next_state, over):
        if len(self.moves) == self.capacity:
            self.moves.pop(random.randrange(self.capacity))
        self.moves.append((state.clone(), action, reward, next_state.clone(), over))
