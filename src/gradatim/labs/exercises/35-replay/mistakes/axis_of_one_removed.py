"""squeeze also removes an axis of the states that has the length 1; stack adds no axis too many.

fr: squeeze enlève aussi un axe des états de longueur 1 ; stack n'ajoute aucun axe de trop.
"""

import random
from collections import deque

import torch


class Replay:
    def __init__(self, capacity):
        self.moves = deque(maxlen=capacity)

    def add(self, state, action, reward, next_state, over):
        self.moves.append((state.clone(), action, reward, next_state.clone(), over))

    def __len__(self):
        return len(self.moves)

    def sample(self, n):
        states, actions, rewards, next_states, over = zip(*random.choices(self.moves, k=n))
        return (
            torch.stack(states).squeeze(-1),
            torch.tensor(actions),
            torch.tensor(rewards),
            torch.stack(next_states).squeeze(-1),
            torch.tensor(over),
        )
