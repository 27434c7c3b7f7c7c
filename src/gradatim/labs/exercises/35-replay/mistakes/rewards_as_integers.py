"""The rewards are not float32.

fr: Les récompenses ne sont pas en float32.
"""


class Replay(Replay):
    def sample(self, n):
        states, actions, rewards, after, over = super().sample(n)
        return states, actions, rewards.double(), after, over
