"""Dropout."""

import torch

from gradatim.labs.grading.spec import Check, normal, repeats, tenths


def small(generator):
    yield torch.tensor([1.0, 2.0]), 0.5
    yield tenths(generator, 2, 3), 0.9


def evaluate(Dropout, x, p):
    return Dropout(p).eval()(x)


def unchanged(value, x, p):
    """A judge decides, since each way of drawing the mask drops other numbers."""
    if value.shape == x.shape and torch.allclose(value, x):
        return None
    if value.shape == x.shape and bool(((value == 0) & (x != 0)).any()):
        return (
            "In evaluation some numbers became 0; x should be returned unchanged.",
            "À l'évaluation des nombres sont devenus 0 ; x doit être renvoyé tel quel.",
        )
    return (
        "In evaluation x is returned changed; it should be returned unchanged.",
        "À l'évaluation x est renvoyé modifié ; il doit être renvoyé tel quel.",
    )


def ends(generator):
    yield torch.tensor([1.0, 2.0]), 0.0
    yield torch.tensor([1.0, 2.0]), 1.0
    yield torch.tensor([[-1000.0]]), 0.0
    yield torch.tensor(3.0), 0.0
    yield torch.tensor(3.0), 1.0


def train(Dropout, x, p):
    return Dropout(p).train()(x)


def three_times(Dropout, x, p):
    layer = Dropout(p).train()
    return [layer(x.clone()) for _ in range(3)]


def large(generator):
    for p in (0.2, 0.5, 0.8):
        yield torch.full((100, 100), 3.0), p


def fair(values, x, p):
    value = values[0]
    if value.shape != x.shape:
        return (
            f"The shape changed from {tuple(x.shape)} to {tuple(value.shape)}.",
            f"La forme est passée de {tuple(x.shape)} à {tuple(value.shape)}.",
        )
    dropped = (value == 0).float()
    fraction = dropped.mean().item()
    if abs(fraction - p) > 0.06:
        return (
            f"With p = {p}, {fraction:.0%} of the numbers became 0; about {p:.0%} should.",
            f"Avec p = {p}, {fraction:.0%} des nombres sont devenus 0 ; il en faut environ {p:.0%}.",
        )
    if dropped.mean(0).std() > 0.15:
        return (
            "Whole columns are dropped together; draw a random number for each element.",
            "Des colonnes entières disparaissent ensemble ; tirez un nombre aléatoire par élément.",
        )
    if dropped.mean(1).std() > 0.15:
        return (
            "Whole rows are dropped together; draw a random number for each element.",
            "Des lignes entières disparaissent ensemble ; tirez un nombre aléatoire par élément.",
        )
    lag = max(
        (dropped.flatten()[:-1] * dropped.flatten()[1:]).mean().sub(p * p).abs().item(),
        (dropped[:-1] * dropped[1:]).mean().sub(p * p).abs().item(),
    )
    counts = {int((other == 0).sum()) for other in values}
    if (
        lag > 0.04
        or repeats(dropped) > 0.25
        or (len(counts) == 1 and not torch.equal(values[0], values[1]))
    ):
        return (
            "The numbers are not dropped independently: neighbors, or the number of them, depend on "
            "each other. Draw one random number for each element.",
            "Les nombres ne sont pas supprimés indépendamment : les voisins, ou leur nombre, dépendent "
            "les uns des autres. Tirez un nombre aléatoire par élément.",
        )
    kept = value[value != 0]
    if (kept - 3 / (1 - p)).abs().max() > 1e-3:
        return (
            f"With p = {p}, a 3 became {kept[0]:.3g}; divided by 1 - p it is {3 / (1 - p):.3g}.",
            f"Avec p = {p}, un 3 est devenu {kept[0]:.3g} ; divisé par 1 - p, c'est {3 / (1 - p):.3g}.",
        )
    return None


def twice(Dropout, x, p):
    layer = Dropout(p)
    return {"the same mask twice": torch.equal(layer(x), layer(x))}


def slope(Dropout, x, p):
    leaf = x.clone().requires_grad_()
    y = Dropout(p).train()(leaf)
    if not y.requires_grad:
        return {"the gradient passes": False}
    y.sum().backward()
    return {"the gradient passes": torch.allclose(leaf.grad * x, y.detach())}


def slope_at_one(Dropout, x):
    leaf = x.clone().requires_grad_()
    y = Dropout(1.0).train()(leaf)
    if y.requires_grad:  # where all is dropped, there need not be a graph
        y.sum().backward()
    return {"gradient with p = 1": torch.zeros_like(x) if leaf.grad is None else leaf.grad}


def shapes(generator):
    for p, shape in ((0.3, (2000,)), (0.6, (9, 8, 10, 8)), (0.1, (10, 20, 10)), (0.75, (1000, 2))):
        yield normal(generator, *shape), p


def in_turn(Dropout, x, p):
    """Training, evaluation and training again, while there is a layer with another p."""
    layer = Dropout(p)
    Dropout(1 - p)
    return [mode()(x.clone()) for mode in (layer.train, layer.eval, layer.train)]


def element_by_element(values, x, p):
    found = unchanged(values[1], x, p)
    if found:
        return found
    for value in (values[0], values[2]):
        if value.shape != x.shape:
            return (
                f"The shape changed from {tuple(x.shape)} to {tuple(value.shape)}.",
                f"La forme est passée de {tuple(x.shape)} à {tuple(value.shape)}.",
            )
        dropped = value == 0
        if not torch.allclose(value, torch.where(dropped, 0.0, x / (1 - p)), rtol=1e-3):
            return (
                "In training some numbers are neither 0 nor x / (1 - p).",
                "À l'entraînement des nombres ne valent ni 0 ni x / (1 - p).",
            )
        fraction = dropped.float().mean().item()
        if abs(fraction - p) > 0.08:
            return (
                f"With p = {p}, {fraction:.0%} of the numbers became 0; about {p:.0%} should.",
                f"Avec p = {p}, {fraction:.0%} des nombres sont devenus 0 ; il en faut environ "
                f"{p:.0%}.",
            )
        for part in (x > 0, x.abs() < 0.5):
            if (dropped[part].float().mean() - p).abs() > 0.12:
                return (
                    "Whether a number is dropped depends on its size or its sign; chance alone "
                    "should decide.",
                    "Qu'un nombre soit supprimé dépend de sa grandeur ou de son signe ; seul le "
                    "hasard doit décider.",
                )
        axes = [axis for axis in range(x.dim()) if x.dim() > 1 and x.shape[axis] >= 8]
        if any(dropped.float().mean(axis).std() > 0.3 for axis in axes):
            return (
                "Numbers along an axis are dropped together; draw a random number for each "
                "element.",
                "Les nombres d'un même axe disparaissent ensemble ; tirez un nombre aléatoire par "
                "élément.",
            )
    return None


CHECKS = [
    Check(name="Dropout", inputs=small, run=evaluate, judge=unchanged),
    Check(name="Dropout", inputs=large, run=three_times, judge=fair),
    Check(
        name="Dropout",
        inputs=ends,
        run=train,
        expected=lambda x, p: torch.zeros_like(x) if p else x,
    ),
    Check(
        name="Dropout",
        inputs=lambda generator: [(torch.ones(50), 0.5)],
        run=twice,
        expected=lambda x, p: {"the same mask twice": False},
        french={"the same mask twice": "deux fois le même masque"},
    ),
    Check(
        name="Dropout",
        inputs=lambda generator: [
            *((torch.full((50,), 2.0), 0.5), (torch.full((5, 4, 6), -3.0), 0.25)),
            (normal(generator, 6, 7), 0.0),
        ],
        run=slope,
        expected=lambda x, p: {"the gradient passes": True},
        french={"the gradient passes": "le gradient passe"},
    ),
    Check(
        name="Dropout",
        inputs=lambda generator: [(torch.tensor([1.0, 2.0]),)],
        run=slope_at_one,
        expected=lambda x: {"gradient with p = 1": torch.zeros_like(x)},
        french={"gradient with p = 1": "gradient avec p = 1"},
    ),
    Check(name="Dropout", inputs=shapes, run=in_turn, judge=element_by_element),
]
