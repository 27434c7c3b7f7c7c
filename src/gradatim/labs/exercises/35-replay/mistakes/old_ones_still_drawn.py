"""Nothing is ever dropped, only the length says so: samples still hold what should be gone.

fr: Rien n'est jamais retiré, seule la longueur le prétend : les tirages contiennent encore ce
qui devrait être parti.
"""

_Right = Replay


class Replay(_Right):
    def __init__(self, capacity):
        super().__init__(10**6)
        self.allowed = capacity

    def __len__(self):
        return min(super().__len__(), self.allowed)
