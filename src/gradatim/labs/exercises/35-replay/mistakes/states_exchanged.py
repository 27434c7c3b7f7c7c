"""state and next_state are exchanged.

fr: state et next_state sont échangés.
"""


class Replay(Replay):
    def sample(self, n):
        states, actions, rewards, next_states, over = super().sample(n)
        return next_states, actions, rewards, states, over
