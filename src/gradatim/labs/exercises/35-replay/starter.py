"""A replay memory: read task.md, then replace each `raise`."""

from torch import Tensor


class Replay:
    def __init__(self, capacity: int) -> None:
        raise NotImplementedError

    def add(
        self, state: Tensor, action: int, reward: float, next_state: Tensor, over: bool
    ) -> None:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    def sample(self, n: int) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """states, actions, rewards, next_states, over"""
        raise NotImplementedError
