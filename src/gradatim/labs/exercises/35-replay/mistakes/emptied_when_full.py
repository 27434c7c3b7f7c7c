"""The buffer is emptied when it is full; drop only the oldest transition.

fr: La mémoire est vidée quand elle est pleine ; ne retirez que la plus ancienne transition.
"""


class Replay(Replay):
    def add(self, *move):
        if len(self.moves) == self.moves.maxlen:
            self.moves.clear()
        super().add(*move)
