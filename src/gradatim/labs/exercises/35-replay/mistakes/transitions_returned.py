"""A list of transitions is returned; five tensors are asked for.

fr: Une liste de transitions est renvoyée ; il faut cinq tenseurs.
"""


class Replay(Replay):
    def sample(self, n):
        return random.choices(self.moves, k=n)
