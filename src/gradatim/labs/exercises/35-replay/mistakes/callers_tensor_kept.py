"""The buffer holds the caller's tensors; when they change, all transitions change. Store clones.

fr: La mémoire garde les tenseurs de l'appelant ; quand ils changent, toutes les transitions
changent. Stockez des clones.
"""


class Replay(Replay):
    def add(self, *move):
        self.moves.append(move)
