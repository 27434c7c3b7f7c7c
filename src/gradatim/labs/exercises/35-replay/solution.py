import random
from collections import deque

import torch
from torch import Tensor


class Replay:
    def __init__(self, capacity: int) -> None:
        self.moves: deque = deque(maxlen=capacity)

    def add(
        self, state: Tensor, action: int, reward: float, next_state: Tensor, over: bool
    ) -> None:
        self.moves.append((state.clone(), action, reward, next_state.clone(), over))

    def __len__(self) -> int:
        return len(self.moves)

    def sample(self, n: int) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        moves = random.choices(self.moves, k=n)
        states, actions, rewards, next_states, over = zip(*moves)
        return (
            torch.stack(states),
            torch.tensor(actions),
            torch.tensor(rewards),
            torch.stack(next_states),
            torch.tensor(over),
        )
