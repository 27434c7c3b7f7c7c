"""What is stored is joined once and kept for later samples, so transitions that are added
afterwards are never drawn.

fr: Ce qui est stocké est réuni une fois et gardé pour les tirages suivants, donc les transitions
ajoutées ensuite ne sont jamais tirées.
"""

import torch


class Replay:
    def __init__(self, capacity):
        self.capacity, self.moves, self.joined = capacity, [], None

    def add(self, state, action, reward, next_state, over):
        self.moves.append((state.clone(), action, reward, next_state.clone(), over))
        self.moves = self.moves[-self.capacity :]

    def __len__(self):
        return len(self.moves)

    def sample(self, n):
        if self.joined is None:
            states, actions, rewards, next_states, over = zip(*self.moves)
            numbers = torch.tensor(actions), torch.tensor(rewards)
            self.joined = (
                torch.stack(states),
                *numbers,
                torch.stack(next_states),
                torch.tensor(over),
            )
        places = torch.randint(len(self.joined[0]), (n,))
        return tuple(part[places] for part in self.joined)
