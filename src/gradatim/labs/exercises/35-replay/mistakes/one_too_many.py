"""One transition too many is kept.

fr: Une transition de trop est gardée.
"""


class Replay(Replay):
    def __init__(self, capacity):
        super().__init__(capacity + 1)
