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


def two_calls(choose, q, legal, epsilon):
    return [choose(q, legal, epsilon), choose(q.clone(), legal.clone(), epsilon)]


def one_by_one(choose, q, legal, epsilon):
    return torch.cat([choose(q.clone(), legal.clone(), epsilon) for _ in range(N_CALLS)])


def fair_alone(value, q, legal, epsilon):
    return fair(value, q.repeat(N_CALLS, 1), legal.repeat(N_CALLS, 1), epsilon)


def fair_rows(values, q, legal, epsilon):
    """All rows, each half of them and, where rows differ, those of each kind."""
    half = len(q) // 2
    value, again = values
    for part in (slice(None), slice(half), slice(half, None)):
        if not bool((legal == legal[0]).all()):
            part = slice(0 if part.start is None else 1, None, 2)
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
    shares = torch.bincount(value.clamp(0, 3), minlength=4) / len(q)
    if shares[~legal[0]].any() or not 0 <= value.min() <= value.max() <= 3:
        return (
            "An illegal action is chosen.",
            "Une action interdite est choisie.",
        )
    shares, best = shares[legal[0]], int(q[0][legal[0]].argmax())
    right = torch.full((3,), epsilon / 3)
    right[best] += 1 - epsilon
    if (shares - right).abs().max() > (0.035 if len(q) > N_CALLS else 0.08):
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
