"""The buffer has room for states with one axis only; they can have any shape.

fr: La mémoire n'a de place que pour des états à un axe ; ils peuvent avoir une forme quelconque.
"""


class Replay(Replay):
    def add(self, state, action, reward, next_state, over):
        places = [torch.zeros(len(state)), torch.zeros(len(next_state))]
        places[0][:], places[1][:] = state, next_state
        super().add(places[0], action, reward, places[1], over)
