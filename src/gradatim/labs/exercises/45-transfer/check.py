"""Transfer from given weights."""

import torch
from torch import nn
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal


class Network(nn.Module):
    def __init__(self, seed, width, n_classes, bias=True):
        super().__init__()
        torch.default_generator.manual_seed(seed)
        self.body = nn.Sequential(nn.Linear(2, width), nn.BatchNorm1d(width), nn.ReLU())
        if width > 4:
            self.body.append(nn.Linear(width, width))
        self.head = nn.Linear(width, n_classes, bias=bias)
        for _ in range(seed):
            self.body(torch.randn(8, 2))  # moves the running averages, and counts

    def forward(self, x):
        return self.head(self.body(x))


def values(module):
    return {name: tensor.detach().clone() for name, tensor in module.state_dict().items()}


REORDERED = "body.0.weight"  # as many numbers as it needs, in another shape


def sources(generator):
    yield 3, 2, 2, ()
    yield 3, 2, 5, ()
    yield 3, 2, 2, ("body.0.bias",)
    yield 4, 3, 2, ("head.weight", "body.1.running_mean")
    yield 4, 3, 3, (REORDERED,)
    yield 5, 3, 2, ("body.1.weight", "body.3.bias", "head.bias")


def run_load(load_matching, width, n_classes, n_old, missing):
    model, old = Network(1, width, n_classes), Network(2, width, n_old)
    weights = {name: tensor for name, tensor in values(old).items() if name not in missing}
    weights["decoder.weight"] = torch.zeros(2)
    if width == 5:  # names that only end as those of the model do
        for start in ("module.", "teacher."):
            weights |= {start + name: torch.ones_like(old.state_dict()[name]) for name in missing}
    if missing == (REORDERED,):
        weights[REORDERED] = values(old)[REORDERED].T.contiguous()
    given = dict(weights)
    names = load_matching(model, weights)
    kept = weights.keys() == given.keys()
    for tensor in given.values():  # somebody goes on with the given weights
        tensor.zero_()
    return {"names without weights": names, "model": values(model), "weights kept": kept}


def expected_load(width, n_classes, n_old, missing):
    own, old = values(Network(1, width, n_classes)), values(Network(2, width, n_old))
    names = [name for name in own if name in missing or old[name].shape != own[name].shape]
    return {
        "names without weights": names,
        "model": {name: own[name] if name in names else old[name] for name in own},
        "weights kept": True,
    }


def heads(generator):
    yield from ((3, 2, 4, True), (2, 3, 3, True), (4, 2, 1, True))
    yield 3, 2, 2, False  # the old head has no bias; the new one has
    yield 5, 3, 12, True


def run_head(new_head, width, n_old, n_classes, old_bias):
    model = Network(1, width, n_old, old_bias)
    body, old = values(model.body), model.head
    names = new_head(model, n_classes)
    same = all(torch.equal(body[name], tensor) for name, tensor in values(model.body).items())
    return {
        "names returned": names,
        "parameters that need a gradient": [
            name for name, p in model.named_parameters() if p.requires_grad
        ],
        "shapes of the head": [tuple(p.shape) for p in model.head.parameters()],
        "the head is new": model.head is not old,
        "the body is the same": same,
    }


def expected_head(width, n_old, n_classes, old_bias):
    return {
        "names returned": ["head.weight", "head.bias"],
        "parameters that need a gradient": ["head.weight", "head.bias"],
        "shapes of the head": [(n_classes, width), (n_classes,)],
        "the head is new": True,
        "the body is the same": True,
    }


def data(generator):
    for B, n_classes, rate, steps, frozen in (
        (4, 2, 0.5, 1, True),
        (6, 2, 0.25, 2, True),
        (6, 3, 0.5, 4, True),
        (6, 3, 0.5, 3, False),
        (41, 2, 0.3, 2, False),
    ):
        labels = torch.arange(B) % n_classes
        yield normal(generator, B, 2) + labels[:, None], labels, rate, steps, frozen
    yield normal(generator, 5, 2), torch.tensor([2, 0, 0, 2, 0]), 0.4, 2, True  # of five classes
    yield normal(generator, 7, 2), torch.tensor([2, 0, 0, 2, 1, 1, 1]), 0.4, 2, True  # wider


def prepared(y, frozen):
    width, n_classes = 7 if len(y) == 7 else 3, 5 if len(y) == 5 else int(y.max()) + 1
    model = Network(1, width, n_classes)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    model.body.requires_grad_(not frozen)
    return model


def run_train(train_head, x, y, rate, steps, frozen):
    model = prepared(y, frozen)
    body = values(model.body)
    losses = train_head(model, x, y, rate, steps)
    changed = [n for n, tensor in values(model.body).items() if not torch.equal(body[n], tensor)]
    return {
        "losses": losses,
        "changed in the body": " ".join(changed),
        "head": values(model.head),
    }


def expected_train(x, y, rate, steps, frozen):
    model = prepared(y, frozen)
    features = model.body.eval()(x).detach()
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(features), y)
        losses.append(loss.item())
        slopes = torch.autograd.grad(loss, list(model.head.parameters()))
        with torch.no_grad():
            for parameter, slope in zip(model.head.parameters(), slopes, strict=True):
                parameter -= rate * slope
    return {"losses": losses, "changed in the body": "", "head": values(model.head)}


def layers_of(rate):
    """A body of two or of three layers."""
    return Network(1, 5 if rate == 0.5 else 3, 2)


def run_groups(groups, rate, factor):
    model = layers_of(rate)
    model.body.requires_grad_(False)
    names = {id(p): name for name, p in model.named_parameters()}
    found = [dict(group) for group in groups(model, rate, factor)]
    for group in found:
        group["params"] = [names.get(id(p), "another tensor") for p in group["params"]]
    return {
        "groups": found,
        "parameters that need a gradient": sum(p.requires_grad for p in model.parameters()),
    }


def expected_groups(rate, factor):
    body = [f"body.{name}" for name, _ in layers_of(rate).body.named_parameters()]
    return {
        "groups": [
            {"params": body, "lr": rate * factor},
            {"params": ["head.weight", "head.bias"], "lr": rate},
        ],
        "parameters that need a gradient": len(body) + 2,
    }


NEED = "parameters that need a gradient"
CHECKS = [
    Check(
        name="load_matching",
        inputs=sources,
        run=run_load,
        expected=expected_load,
        french={
            "names without weights": "noms sans poids",
            "model": "modèle",
            "weights kept": "poids conservés",
        },
    ),
    Check(
        name="new_head",
        inputs=heads,
        run=run_head,
        expected=expected_head,
        french={
            "names returned": "noms renvoyés",
            NEED: "paramètres qui demandent un gradient",
            "shapes of the head": "formes de la tête",
            "the head is new": "la tête est neuve",
            "the body is the same": "le corps est le même",
        },
    ),
    Check(
        name="train_head",
        inputs=data,
        run=run_train,
        python_numbers=True,
        expected=expected_train,
        french={
            "losses": "pertes",
            "changed in the body": "changé dans le corps",
            "head": "tête",
        },
    ),
    Check(
        name="groups",
        inputs=lambda generator: [(0.1, 0.1), (0.5, 0.25), (0.01, 2.0)],
        run=run_groups,
        expected=expected_groups,
        french={"groups": "groupes", NEED: "paramètres qui demandent un gradient"},
    ),
]
