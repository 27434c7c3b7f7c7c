"""The states are joined along an axis that exists (cat); stack makes the axis of the n
transitions.

fr: Les états sont mis bout à bout sur un axe existant (cat) ; stack crée l'axe des n transitions.
"""


class Replay(Replay):
    def sample(self, n):
        states, actions, rewards, after, over = super().sample(n)
        return states.flatten(), actions, rewards, after.flatten(), over
