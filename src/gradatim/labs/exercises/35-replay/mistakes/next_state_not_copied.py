"""next_state is stored without a copy: it changes when the caller's tensor does.

fr: next_state est stocké sans copie : il change avec le tenseur de l'appelant.
"""


class Replay(Replay):
    def add(self, state, action, reward, next_state, over):
        self.moves.append((state.clone(), action, reward, next_state, over))
