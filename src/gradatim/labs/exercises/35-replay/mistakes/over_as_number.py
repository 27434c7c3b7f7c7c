"""over comes back as numbers; a tensor of bool is asked for.

fr: over revient en nombres ; on demande un tenseur de bool.
"""


class Replay(Replay):
    def sample(self, n):
        states, actions, rewards, next_states, over = super().sample(n)
        return states, actions, rewards, next_states, over.float()
