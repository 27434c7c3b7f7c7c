"""The memory keeps the caller's tensors; when they change, all moves change. Store clones.

fr: La mémoire garde les tenseurs de l'appelant ; quand ils changent, tous changent. Rangez des clones.
"""


class Replay(Replay):
    def add(self, *move):
        self.moves.append(move)
