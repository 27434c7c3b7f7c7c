"""The rewards are rounded to whole numbers when they are stored.

fr: Les récompenses sont arrondies à des nombres entiers quand elles sont stockées.
"""

import random
from collections import deque

import torch


class Replay:
    def __init__(self, capacity):
        self.moves = deque(maxlen=capacity)

    def add(self, state, action, reward, next_state, over):
        self.moves.append((state.clone(), action, float(int(reward)), next_state.clone(), over))

    def __len__(self):
        return len(self.moves)

    def sample(self, n):
        states, actions, rewards, next_states, over = zip(*random.choices(self.moves, k=n))
        return (
            torch.stack(states),
            torch.tensor(actions),
            torch.tensor(rewards),
            torch.stack(next_states),
            torch.tensor(over),
        )
