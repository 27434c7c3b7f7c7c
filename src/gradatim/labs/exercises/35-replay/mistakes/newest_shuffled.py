"""The sample is drawn from the n newest transitions; draw from all stored ones.

fr: L'échantillon est tiré des n transitions les plus récentes ; tirez parmi toutes.
"""


class Replay(Replay):
    def sample(self, n):
        everything = self.moves
        self.moves = list(everything)[-n:]
        self.moves = random.sample(self.moves, len(self.moves))
        picked = self.moves
        found = [torch.stack([m[k] for m in picked]) for k in (0, 3)]
        rest = [torch.tensor([m[k] for m in picked]) for k in (1, 2, 4)]
        self.moves = everything
        return found[0], rest[0], rest[1], found[1], rest[2]
