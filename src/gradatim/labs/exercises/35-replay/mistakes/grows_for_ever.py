"""The buffer grows endlessly: when it is full, drop the oldest transition.

fr: La mémoire grandit sans fin : quand elle est pleine, supprimez la plus ancienne transition.
"""


class Replay(Replay):
    def __init__(self, capacity):
        self.moves = []
