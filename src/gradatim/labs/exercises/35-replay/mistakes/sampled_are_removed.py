"""Each sample removes transitions from the buffer; all should stay stored.

fr: Chaque tirage retire des transitions de la mémoire ; toutes doivent rester stockées.
"""


class Replay(Replay):
    def sample(self, n):
        found = super().sample(n)
        for _ in range(n):
            self.moves.popleft()
        return found
