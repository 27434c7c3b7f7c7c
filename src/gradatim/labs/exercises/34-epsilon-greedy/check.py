"""Explore or exploit."""

import torch

from gradatim.labs.grading.spec import Check

N_CALLS = 600


def certain(generator):
    yield torch.tensor([[1.0, 2.0]]), torch.tensor([[True, True]]), 0.0
    yield torch.tensor([[1.0, 2.0]]), torch.tensor([[True, False]]), 0.0
    yield torch.tensor([[-3.0, -2.0, -1.0]]), torch.tensor([[True, True, False]]), 0.0
    q = torch.randn(4, 3, generator=generator)
    legal = torch.rand(4, 3, generator=generator) < 0.6
    legal[:, 1] = True
    yield q, legal, 0.0
    # Values far below those that are put in the place of illegal ones, and a single action.
    yield torch.tensor([[-3e4, -2e4, 5.0, -4e4]]), torch.tensor([[True, True, False, True]]), 0.0
    yield torch.tensor([[0.25], [-7.0]]), torch.tensor([[True], [True]]), 0.0


def drawn(generator):
    N = 6000
    for epsilon, q, legal in (
        (1.0, [0.0, 1.0, 2.0, 9.0], [True, True, True, False]),
        (0.4, [0.0, 1.0, 2.0, 9.0], [True, True, True, False]),
        (0.4, [3.0, 9.0, -1.0, 2.0], [True, False, True, True]),
    ):
        yield torch.tensor([q]).repeat(N, 1), torch.tensor([legal]).repeat(N, 1), epsilon


def mixed(generator):
    """Rows in which other actions are legal, by turns."""
    q = torch.tensor([[0.0, 1.0, 2.0, 9.0], [5.0, 0.0, 4.0, 1.0]])
    legal = torch.tensor([[True, True, True, False], [False, True, True, True]])
    for epsilon in (0.0, 0.6):
        yield q.repeat(3000, 1), legal.repeat(3000, 1), epsilon
    # As many legal actions as one, two, four and five of five.
    q = torch.tensor([[3.0, 1.0, 2.0, 0.5, -1.0]]) + torch.zeros(4, 1)
    legal = torch.tensor(
        [[0, 0, 1, 0, 0], [0, 1, 0, 0, 1], [1, 1, 1, 0, 1], [1, 1, 1, 1, 1]]
    ).bool()
    yield q.repeat(1000, 1), legal.repeat(1000, 1), 0.75


def two_calls(choose, q, legal, epsilon):
    return [choose(q, legal, epsilon), choose(q.clone(), legal.clone(), epsilon)]


def one_by_one(choose, q, legal, epsilon):
    return torch.cat([choose(q.clone(), legal.clone(), epsilon) for _ in range(N_CALLS)])


def fair_alone(value, q, legal, epsilon):
    return fair(value, q.repeat(N_CALLS, 1), legal.repeat(N_CALLS, 1), epsilon)


def fair_rows(values, q, legal, epsilon):
    """All rows, each half of them and, where rows differ, those of each kind."""
    half, kinds = len(q) // 2, len(legal.unique(dim=0))
    value, again = values
    parts = [slice(None), slice(half), slice(half, None)]
    if kinds > 1:
        parts = [slice(k, None, kinds) for k in range(kinds)]
    for part in parts:
        if told := fair(value[part], q[part], legal[part], epsilon):
            return told
    if epsilon and torch.equal(value, again):
        return (
            "Two calls with the same arguments give the same actions in all rows: the random "
            "actions are not drawn anew.",
            "Deux appels avec les mêmes arguments donnent les mêmes actions dans toutes les lignes : "
            "les actions au hasard ne sont pas tirées à nouveau.",
        )
    return None


def fair(value, q, legal, epsilon):
    if value.shape != (len(q),) or value.dtype != torch.int64:
        return (
            f"The actions are {tuple(value.shape)} {value.dtype}; ({len(q)},) torch.int64 is expected.",
            f"Les actions sont {tuple(value.shape)} {value.dtype} ; ({len(q)},) torch.int64 est attendu.",
        )
    A = q.shape[1]
    shares = torch.bincount(value.clamp(0, A - 1), minlength=A) / len(q)
    if shares[~legal[0]].any() or not 0 <= value.min() <= value.max() < A:
        return (
            "An illegal action is chosen.",
            "Une action interdite est choisie.",
        )
    shares, best = shares[legal[0]], int(q[0][legal[0]].argmax())
    n = len(shares)
    right = torch.full((n,), epsilon / n)
    right[best] += 1 - epsilon
    if (shares - right).abs().max() > max(0.035, 2 / len(q) ** 0.5):
        got = ", ".join(f"{share:.0%}" for share in shares)
        want = ", ".join(f"{share:.0%}" for share in right)
        return (
            f"With epsilon {epsilon} and {n} legal actions, of which number {best + 1} is the best, "
            f"they come in {got} of the rows; {want} is expected.",
            f"Avec epsilon {epsilon} et {n} actions permises, dont la meilleure est la numéro "
            f"{best + 1}, elles viennent dans {got} des lignes ; {want} est attendu.",
        )
    return None


def times(generator):
    for step in (0, 5, 10, 11, 1000, 1):
        yield step, 1.0, 0.2, 10
    yield from ((3, 0.9, 0.1, 4), (0, 0.5, 0.0, 1), (1, 0.5, 0.0, 1))
    yield from ((3, 0.1, 0.9, 4), (9, 0.0, 0.5, 6))  # epsilon may rise
    yield from ((7, 0.3, 0.3, 9), (333, 1.0, 0.01, 1000), (5000, 0.8, 0.05, 4096))


CHECKS = [
    Check(
        name="choose",
        inputs=certain,
        expected=lambda q, legal, epsilon: q.masked_fill(~legal, -torch.inf).argmax(1),
    ),
    Check(name="choose", inputs=drawn, run=two_calls, judge=fair_rows),
    Check(name="choose", inputs=mixed, run=two_calls, judge=fair_rows),
    Check(
        name="choose",
        shown_as=f"choose, {N_CALLS} times for one row",
        french={f"choose, {N_CALLS} times for one row": f"choose, {N_CALLS} fois pour une ligne"},
        inputs=lambda generator: [
            (torch.tensor([[0.0, 1.0, 2.0, 9.0]]), torch.tensor([[True, True, True, False]]), 0.4)
        ],
        run=one_by_one,
        judge=fair_alone,
    ),
    Check(
        name="epsilon_at",
        inputs=times,
        expected=lambda step, start, end, n_steps: start + (end - start) * min(step / n_steps, 1),
    ),
]
