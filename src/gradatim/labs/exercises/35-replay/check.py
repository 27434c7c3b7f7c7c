"""A replay memory."""

import torch

from gradatim.labs.grading.spec import Check


def fill(Replay, capacity, n_moves, shape=(2,)):
    replay = Replay(capacity)
    state, after = torch.zeros(shape), torch.zeros(shape)
    for k in range(n_moves):
        state.fill_(k)  # the same tensor is used again, as a fast game does
        after.fill_(k + 0.5)
        replay.add(state, k % 7, 0.25 - k, after, k % 2 == 1)
        if k == n_moves // 2:
            replay.sample(1)  # more is added after the first sample
    return replay


def two_buffers(Replay, capacity, n_moves):
    first, second = fill(Replay, capacity, n_moves), Replay(capacity)
    return {"len(first)": len(first), "len(second), an empty one": len(second)}


def sizes(generator):
    yield from ((1, 1), (3, 2), (2, 3), (5, 20), (1, 4), (200, 150))


def count(Replay, capacity, n_moves):
    return len(fill(Replay, capacity, n_moves))


def draws(generator):
    yield from (
        (1, 1, 1, (2,)),
        (4, 3, 3, (2,)),
        (4, 6, 3, (2, 1, 3)),
        (5, 3, 2, (1,)),
        (2, 6, 1, (3,)),
    )
    yield 50, 120, 40, (2,)


def draw(Replay, capacity, n_moves, n, shape):
    replay = fill(Replay, capacity, n_moves, shape)
    return [replay.sample(n) for _ in range(20)]


def wrong_sample(sample, n, shape):
    """What is wrong with one sample by itself."""
    if not isinstance(sample, tuple) or len(sample) != 5:
        return "sample gives a tuple of five tensors.", "sample donne un tuple de cinq tenseurs."
    wanted = [(n, *shape), (n,), (n,), (n, *shape), (n,)]
    kinds = [torch.float32, torch.int64, torch.float32, torch.float32, torch.bool]
    for name, tensor, shape, kind in zip(
        ("states", "actions", "rewards", "next_states", "over"), sample, wanted, kinds, strict=True
    ):
        if tuple(tensor.shape) != shape or tensor.dtype != kind:
            return (
                f"{name} is {tuple(tensor.shape)} {tensor.dtype}; {shape} {kind} is expected.",
                f"{name} est {tuple(tensor.shape)} {tensor.dtype} ; {shape} {kind} est attendu.",
            )
    states, actions, rewards, next_states, over = sample
    states, next_states = states.flatten(1), next_states.flatten(1)
    k = 0.25 - rewards
    if not torch.equal(states[:, 0], k):
        move = states[:, 0]
        if torch.equal(next_states[:, 0], move + 0.5) and torch.equal(actions, move.long() % 7):
            row = int((move != k).nonzero()[0])
            got, right = f"{rewards[row].item():g}", f"{0.25 - move[row].item():g}"
            ours, stored = got.replace(".", ","), right.replace(".", ",")
            return (
                f"The rewards are others than were added with their states: {got} instead of {right}.",
                "Les récompenses sont autres que celles ajoutées avec leurs états : "
                f"{ours} au lieu de {stored}.",
            )
        alike = len(states.unique()) == 1 and len(k.unique()) > 1
        return (
            "All states are the same: the buffer holds the caller's tensor instead of a copy."
            if alike
            else "States and rewards of a row belong to different moves.",
            "Tous les états sont égaux : la mémoire garde le tenseur de l'appelant au lieu d'une copie."
            if alike
            else "États et récompenses d'une ligne viennent de coups différents.",
        )
    right = {
        "actions": torch.equal(actions, k.long() % 7),
        "next_states": torch.equal(next_states[:, 0], k + 0.5),
        "over": torch.equal(over, k.long() % 2 == 1),
    }
    wrong = [name for name, is_right in right.items() if not is_right]
    if wrong == ["next_states"] and len(next_states.unique()) == 1 and len(k.unique()) > 1:
        return (
            "All next_states are the same: the buffer holds the caller's tensor instead of a copy.",
            "Tous les next_states sont égaux : la mémoire garde le tenseur de l'appelant au lieu "
            "d'une copie.",
        )
    if wrong:
        words = ", ".join(wrong)
        return (
            f"The five tensors of one row belong to different transitions: {words} do not fit the "
            "states and rewards.",
            f"Les cinq tenseurs d'une ligne viennent de transitions différentes : {words} ne vont "
            "pas avec les états et récompenses.",
        )
    return None


def _is_one_piece(numbers, stored):
    """Whether all numbers but one are followed by the next one, in a ring of those stored."""
    found = {int(number) % stored for number in numbers}
    return sum((number + 1) % stored not in found for number in found) < 2


def fair(value, capacity, n_moves, n, shape):
    for sample in value:
        if told := wrong_sample(sample, n, shape):
            return told
    oldest = max(0, n_moves - capacity)
    drawn = [0.25 - sample[2] for sample in value]
    every = torch.cat(drawn)
    if every.min() < oldest:
        stored = ", ".join(str(int(move)) for move in every.unique())
        return (
            f"Of {n_moves} transitions, 0 to {n_moves - 1}, samples hold {stored}; only the last "
            f"{capacity} should be there.",
            f"De {n_moves} transitions, 0 à {n_moves - 1}, les tirages contiennent {stored} ; "
            f"seules les {capacity} dernières doivent rester.",
        )
    stored = min(capacity, n_moves)
    if len(every.unique()) < 0.8 * stored:
        first, last = int(every.min()), int(every.max())
        return (
            f"{20 * n} draws found only {len(every.unique())} of {stored} stored transitions, "
            f"numbers {first} to {last}.",
            f"{20 * n} tirages n'ont trouvé que {len(every.unique())} des {stored} transitions "
            f"stockées, numéros {first} à {last}.",
        )
    middle = oldest + (stored - 1) / 2
    if stored >= 50 and abs(every.mean() - middle) > 3:
        return (
            f"Of the numbers {oldest} to {n_moves - 1}, {20 * n} draws have the mean "
            f"{every.mean():.1f}; about {middle:g} is expected, as all are equally likely.",
            f"Parmi les numéros {oldest} à {n_moves - 1}, {20 * n} tirages ont la moyenne "
            f"{every.mean():.1f} ; il en faut environ {middle:g}, car tous sont aussi probables.",
        )
    if stored >= 50 and all(_is_one_piece(numbers, stored) for numbers in drawn):
        return (
            "Each sample is a row of transitions that were stored one after the other; draw each by "
            "itself.",
            "Chaque tirage est une suite de transitions stockées l'une après l'autre ; tirez chacune à "
            "part.",
        )
    k = drawn[0]
    if n < stored and n > 1 and all(torch.equal(k, numbers) for numbers in drawn):
        listed = ", ".join(f"{number:g}" for number in k[:5])
        return (
            f"Every sample is the same, of {stored} stored transitions always {listed} ...",
            f"Tous les tirages sont identiques, parmi {stored} transitions stockées toujours "
            f"{listed} ...",
        )
    if n > 2 and all(len(numbers.unique()) == 1 for numbers in drawn):
        return (
            "Each sample repeats one transition n times.",
            "Chaque tirage répète n fois une seule transition.",
        )
    return None


CHECKS = [
    Check(
        name="Replay",
        shown_as="two buffers",
        inputs=lambda generator: [(4, 3)],
        run=two_buffers,
        expected=lambda capacity, n_moves: {"len(first)": 3, "len(second), an empty one": 0},
        french={"an empty one": "vide", "two buffers": "deux mémoires"},
    ),
    Check(
        name="Replay",
        shown_as="len(replay)",
        inputs=sizes,
        run=count,
        expected=lambda capacity, n_moves: min(capacity, n_moves),
    ),
    Check(name="Replay", shown_as="replay.sample(n)", inputs=draws, run=draw, judge=fair),
]
