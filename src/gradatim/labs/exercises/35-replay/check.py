"""A replay memory."""

import torch

from gradatim.labs.grading.spec import Check


def fill(Replay, capacity, n_moves):
    replay = Replay(capacity)
    state, after = torch.zeros(2), torch.zeros(2)
    for k in range(n_moves):
        state.fill_(k)  # the same tensor is used again, as a fast game does
        after.fill_(k + 0.5)
        replay.add(state, k % 3, float(k), after, k % 2 == 1)
    return replay


def sizes(generator):
    yield from ((1, 1), (3, 2), (2, 3), (5, 20))


def count(Replay, capacity, n_moves):
    return len(fill(Replay, capacity, n_moves))


def draws(generator):
    yield from ((1, 1, 2), (4, 3, 40), (4, 6, 60), (50, 120, 200))


def draw(Replay, capacity, n_moves, n):
    replay = fill(Replay, capacity, n_moves)
    return replay.sample(n), replay.sample(n)


def fair(value, capacity, n_moves, n):
    first, second = value
    if not isinstance(first, (tuple, list)) or len(first) != 5:
        return "sample gives a tuple of five tensors.", "sample donne un tuple de cinq tenseurs."
    wanted = [(n, 2), (n,), (n,), (n, 2), (n,)]
    kinds = [torch.float32, torch.int64, torch.float32, torch.float32, torch.bool]
    for name, tensor, shape, kind in zip(
        ("states", "actions", "rewards", "next_states", "over"), first, wanted, kinds, strict=True
    ):
        if tuple(tensor.shape) != shape or tensor.dtype != kind:
            return (
                f"{name} is {tuple(tensor.shape)} {tensor.dtype}; {shape} {kind} is expected.",
                f"{name} est {tuple(tensor.shape)} {tensor.dtype} ; {shape} {kind} est attendu.",
            )
    states, actions, rewards, next_states, over = first
    k = rewards
    if not torch.equal(states[:, 0], k):
        alike = len(states.unique()) == 1 and len(k.unique()) > 1
        return (
            "All states are the same: the buffer holds the caller's tensor instead of a copy."
            if alike
            else "States and rewards of a row belong to different moves.",
            "Tous les états sont égaux : la mémoire garde le tenseur de l'appelant au lieu d'une copie."
            if alike
            else "États et récompenses d'une ligne viennent de coups différents.",
        )
    if not (
        torch.equal(actions, k.long() % 3)
        and torch.equal(next_states[:, 0], k + 0.5)
        and torch.equal(over, k.long() % 2 == 1)
    ):
        return (
            "The five tensors of one row belong to different transitions.",
            "Les cinq tenseurs d'une ligne viennent de transitions différentes.",
        )
    oldest = max(0, n_moves - capacity)
    if k.min() < oldest:
        return (
            f"Transition {int(k.min())} is still there; of {n_moves} only the last {capacity} should be.",
            f"La transition {int(k.min())} est encore là ; de {n_moves}, seules les {capacity} dernières doivent rester.",
        )
    stored = min(capacity, n_moves)
    both = torch.cat([k, second[2]])
    if len(both.unique()) < 0.8 * stored:
        return (
            f"{2 * n} draws found only {len(both.unique())} of {stored} stored transitions.",
            f"{2 * n} tirages n'ont trouvé que {len(both.unique())} des {stored} transitions stockées.",
        )
    if stored > 1 and torch.equal(k, second[2]):
        return "Two samples are the same.", "Deux tirages sont identiques."
    return None


CHECKS = [
    Check(
        name="Replay",
        inputs=sizes,
        run=count,
        expected=lambda capacity, n_moves: min(capacity, n_moves),
    ),
    Check(name="Replay", inputs=draws, run=draw, judge=fair),
]
