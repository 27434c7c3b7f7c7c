"""The transitions that are drawn are removed; they stay stored.

fr: Les transitions tirées sont retirées ; elles restent stockées.
"""


class Replay(Replay):
    def sample(self, n):
        found = super().sample(n)
        for _ in range(n):
            self.moves.popleft()
        return found
