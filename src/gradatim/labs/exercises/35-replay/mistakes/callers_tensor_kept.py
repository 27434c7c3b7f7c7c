"""The buffer holds the caller's tensors; when they change, the stored transitions change. Store
clones.

fr: La mémoire garde les tenseurs de l'appelant ; quand ils changent, les transitions stockées
changent. Stockez des clones.
"""


class Replay(Replay):
    def add(self, *move):
        self.moves.append(move)
