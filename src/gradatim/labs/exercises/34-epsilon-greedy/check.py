"""Explore or exploit."""

import torch

from gradatim.labs.grading.spec import Check


def certain(generator):
    yield torch.tensor([[1.0, 2.0]]), torch.tensor([[True, True]]), 0.0
    yield torch.tensor([[1.0, 2.0]]), torch.tensor([[True, False]]), 0.0
    yield torch.tensor([[-3.0, -2.0, -1.0]]), torch.tensor([[True, True, False]]), 0.0
    q = torch.randn(4, 3, generator=generator)
    legal = torch.rand(4, 3, generator=generator) < 0.6
    legal[:, 1] = True
    yield q, legal, 0.0


def drawn(generator):
    N = 6000
    for epsilon, q, legal in (
        (1.0, [0.0, 1.0, 2.0, 9.0], [True, True, True, False]),
        (0.4, [0.0, 1.0, 2.0, 9.0], [True, True, True, False]),
        (0.4, [3.0, 9.0, -1.0, 2.0], [True, False, True, True]),
    ):
        yield torch.tensor([q]).repeat(N, 1), torch.tensor([legal]).repeat(N, 1), epsilon


def fair(value, q, legal, epsilon):
    if value.shape != (len(q),) or value.dtype != torch.int64:
        return (
            f"The actions are {tuple(value.shape)} {value.dtype}; ({len(q)},) torch.int64 is expected.",
            f"Les actions sont {tuple(value.shape)} {value.dtype} ; ({len(q)},) torch.int64 est attendu.",
        )
    shares = torch.bincount(value.clamp(0, 3), minlength=4) / len(q)
    if shares[~legal[0]].any() or not 0 <= value.min() <= value.max() <= 3:
        return (
            "An illegal action is chosen.",
            "Une action interdite est choisie.",
        )
    shares, best = shares[legal[0]], int(q[0][legal[0]].argmax())
    right = torch.full((3,), epsilon / 3)
    right[best] += 1 - epsilon
    if (shares - right).abs().max() > 0.035:
        got = ", ".join(f"{share:.0%}" for share in shares)
        want = ", ".join(f"{share:.0%}" for share in right)
        place, french = ("last", "dernier") if best else ("first", "premier")
        return (
            f"With epsilon {epsilon} and three legal actions, the best {place}, they come in {got} of "
            f"the rows; {want} is expected.",
            f"Avec epsilon {epsilon} et trois actions permises, la meilleure en {french}, elles "
            f"viennent dans {got} des lignes ; {want} est attendu.",
        )
    return None


def times(generator):
    for step in (0, 5, 10, 11, 1000, 1):
        yield step, 1.0, 0.2, 10
    yield from ((3, 0.9, 0.1, 4), (0, 0.5, 0.0, 1), (1, 0.5, 0.0, 1))


CHECKS = [
    Check(
        name="choose",
        inputs=certain,
        expected=lambda q, legal, epsilon: q.masked_fill(~legal, -torch.inf).argmax(1),
    ),
    Check(name="choose", inputs=drawn, judge=fair),
    Check(
        name="epsilon_at",
        inputs=times,
        expected=lambda step, start, end, n_steps: start + (end - start) * min(step / n_steps, 1),
    ),
]
