"""The actions are floating-point numbers; int64 is asked for.

fr: Les actions sont des nombres à virgule ; il faut int64.
"""


class Replay(Replay):
    def sample(self, n):
        states, actions, *rest = super().sample(n)
        return states, actions.float(), *rest
