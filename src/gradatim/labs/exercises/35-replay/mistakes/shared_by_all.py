"""The list belongs to the class, so all buffers share it: make it in __init__, self.moves = ...

fr: La liste appartient à la classe, donc toutes les mémoires la partagent : créez-la dans
__init__, self.moves = ...
"""


class Replay(Replay):
    def __init__(self, capacity):
        super().__init__(capacity)
        shared = Replay.__dict__.get("shared") or self.moves
        Replay.shared = self.moves = shared
