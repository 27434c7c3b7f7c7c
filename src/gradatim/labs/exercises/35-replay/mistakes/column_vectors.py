"""Actions, rewards and over have one axis too many: (n, 1) instead of (n,).

fr: Les actions, les récompenses et over ont un axe de trop : (n, 1) au lieu de (n,).
"""


class Replay(Replay):
    def sample(self, n):
        states, actions, rewards, next_states, over = super().sample(n)
        return states, actions[:, None], rewards[:, None], next_states, over[:, None]
