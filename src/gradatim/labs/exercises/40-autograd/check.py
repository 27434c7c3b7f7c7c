"""Using autograd."""

import torch
from torch import nn
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, tenths, whole


def squares(x):
    return (x * x).sum()


def product(x):
    return x.prod()


def waves(x):
    return (torch.sin(x) * torch.arange(1.0, len(x) + 1)).sum()


def cubes(x):
    return (x**3).sum()


def slopes(generator):
    yield squares, torch.tensor([3.0]), "a plain tensor"
    yield squares, torch.tensor([1.0, -2.0]), "a plain tensor"
    yield product, torch.tensor([2.0, 3.0]), "requires a gradient"
    yield waves, tenths(generator, 3), "requires a gradient and has one"
    yield squares, tenths(generator, 3), "computed from another tensor"
    yield waves, 100 * tenths(generator, 12), "a plain tensor"


def find_slope(slope, f, x, kind):
    if kind != "a plain tensor":
        x.requires_grad_()
    if kind == "requires a gradient and has one":
        x.grad = torch.full_like(x, 7.0)
    if kind == "computed from another tensor":
        source, x = x, x * 1
    found = slope(f, x)
    grad = source.grad if kind == "computed from another tensor" else x.grad
    return {
        "slope": found,
        "x.grad afterwards": None if grad is None else grad.tolist(),
        "x.requires_grad afterwards": x.requires_grad,
        "the slope has a graph": bool(getattr(found, "requires_grad", False)),
    }


def expected_slope(f, x, kind):
    plain = kind == "a plain tensor"
    has_one = kind == "requires a gradient and has one"
    return {
        "slope": torch.func.grad(f)(x),
        "x.grad afterwards": torch.full_like(x, 7.0).tolist() if has_one else None,
        "x.requires_grad afterwards": not plain,
        "the slope has a graph": False,
    }


def two(generator):
    for shape in ((1,), (2,), (2, 3), (3, 1, 2)):
        yield whole(generator, *shape) + 5, whole(generator, *shape)


def compare(distance, student, teacher):
    for leaf in (student, teacher):
        leaf.requires_grad_()
    found = distance(student, teacher)
    if isinstance(found, torch.Tensor) and found.requires_grad and found.dim() == 0:
        (3 * found).backward()
    return {
        "distance": found.detach() if isinstance(found, torch.Tensor) else found,
        "gradient of student": None if student.grad is None else student.grad / 3,
        "gradient of teacher": None if teacher.grad is None else teacher.grad / 3,
        "both still require one": student.requires_grad and teacher.requires_grad,
    }


def expected_distance(student, teacher):
    return {
        "distance": F.mse_loss(student, teacher),
        "gradient of student": 2 * (student - teacher) / student.numel(),
        "gradient of teacher": None,
        "both still require one": True,
    }


class Watched(nn.Module):
    """A linear layer that notes how many examples it is given at once."""

    def __init__(self, old):
        super().__init__()
        self.layer = nn.Linear(2, 1)
        self.most = 0
        with torch.no_grad():
            self.layer.weight.copy_(torch.tensor([[1.0, -1.0]]))
            self.layer.bias.fill_(0.5)
        for parameter in self.parameters() if old else ():
            parameter.grad = torch.full_like(parameter, 100.0)

    def forward(self, x):
        self.most = max(self.most, len(x))
        return self.layer(x)


def several(generator):
    for sizes, old in (
        ((1,), False),
        ((2, 2), False),
        ((1, 3), False),
        ((2, 1, 4), True),
        ((11, 34), True),
    ):
        yield [(whole(generator, B, 2), whole(generator, B, 1)) for B in sizes], old


def run_accumulate(accumulate, batches, old):
    model = Watched(old)
    loss = accumulate(model, batches)
    return {
        "loss": loss,
        "gradients": {
            name: None if p.grad is None else p.grad for name, p in model.layer.named_parameters()
        },
        "most examples at once": model.most,
    }


def expected_accumulate(batches, old):
    model = Watched(False)
    x, y = torch.cat([x for x, _ in batches]), torch.cat([y for _, y in batches])
    loss = F.mse_loss(model(x), y)
    grads = torch.autograd.grad(loss, list(model.layer.parameters()))
    return {
        "loss": loss.item(),
        "gradients": {"weight": grads[0], "bias": grads[1]},
        "most examples at once": max(len(x) for x, _ in batches),
    }


def places(generator):
    yield torch.tensor([0.0]), torch.tensor([1.0])
    yield torch.tensor([1.0, -2.0]), torch.tensor([1.0, 1.0])
    yield torch.tensor([1.0, 2.0]), torch.tensor([3.0, -1.0])
    yield 2 * tenths(generator, 2, 3), tenths(generator, 2, 3)
    yield (
        torch.tensor([[[-1000.0, 100.0], [1000.0, -30.0]]]),
        torch.tensor([[[1.0, 2.0], [-3.0, 0.5]]]),
    )


def apply_swish(Swish, x, upstream):
    leaf = x.clone().requires_grad_()
    found = Swish.apply(leaf)
    if not isinstance(found, torch.Tensor):
        return found
    step = type(found.grad_fn).__name__
    Swish.apply(x + 1)  # what is kept of one call must not disturb another
    found.backward(upstream)
    return {
        "output": found.detach(),
        "gradient": None if leaf.grad is None else leaf.grad,
        "your backward is used": step == "SwishBackward",
    }


def expected_swish(x, upstream):
    leaf = x.clone().requires_grad_()
    found = F.silu(leaf)
    found.backward(upstream)
    return {"output": found.detach(), "gradient": leaf.grad, "your backward is used": True}


class Twice(torch.autograd.Function):
    """x squared, with a derivative that is twice too large."""

    @staticmethod
    def forward(x):
        return x * x

    @staticmethod
    def setup_context(ctx, inputs, output):  # so that torch.func.grad works as well
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, upstream):
        return upstream * 4 * ctx.saved_tensors[0]


def wrong_squares(x):
    return Twice.apply(x).sum()


def wrong_first(x):
    return Twice.apply(x[:1]).sum() - (x[1:] ** 2).sum()


def wrong_last(x):
    return Twice.apply(x[-1:]).sum() - (x[:-1] ** 2).sum()


def functions(generator):
    yield squares, torch.tensor([1.0]), 0.5
    yield wrong_squares, torch.tensor([3.0]), 0.5
    yield wrong_squares, torch.tensor([-1.0, 2.0]), 0.25
    yield cubes, torch.tensor([1.0, 2.0]), 0.5
    yield product, torch.tensor([2.0, 3.0, -1.0]), 0.5
    yield wrong_first, torch.tensor([-4.0, 1.0, 2.0]), 1.0
    yield wrong_last, torch.tensor([1.0, 0.5, -2.0, 1.5, 4.0]), 0.5


def gradient_error(f, x, step):
    differences = []
    for i in range(len(x)):
        up, down, at = x.clone(), x.clone(), x.clone().requires_grad_()
        up[i] += step
        down[i] -= step
        f(at).backward()
        numeric = (f(up) - f(down)).item() / (2 * step)
        differences.append(abs(numeric - at.grad[i].item()))
    return max(differences)


def marked(generator):
    yield squares, torch.tensor([2.0, -1.0]), 0.5, False
    yield wrong_squares, torch.tensor([2.0, -1.0]), 0.5, True


def around(gradient_error, f, x, step, has_gradient):
    """What is left of x, which may require a gradient and have one."""
    if has_gradient:
        x.requires_grad_().grad = torch.full_like(x, 7.0)
    error = gradient_error(f, x, step)
    return {
        "error": error,
        "x.grad afterwards": None if x.grad is None else x.grad.tolist(),
        "x.requires_grad afterwards": x.requires_grad,
    }


def expected_around(f, x, step, has_gradient):
    return {
        "error": gradient_error(f, x, step),
        "x.grad afterwards": [7.0] * len(x) if has_gradient else None,
        "x.requires_grad afterwards": has_gradient,
    }


CHECKS = [
    Check(
        name="slope",
        inputs=slopes,
        run=find_slope,
        expected=expected_slope,
        french={
            "slope": "pente",
            "x.grad afterwards": "x.grad ensuite",
            "x.requires_grad afterwards": "x.requires_grad ensuite",
            "the slope has a graph": "la pente a un graphe",
        },
    ),
    Check(
        name="distance",
        inputs=two,
        run=compare,
        expected=expected_distance,
        french={
            "gradient of student": "gradient de student",
            "gradient of teacher": "gradient de teacher",
            "both still require one": "les deux en demandent encore un",
        },
    ),
    Check(
        name="accumulate",
        inputs=several,
        run=run_accumulate,
        python_numbers=True,
        expected=expected_accumulate,
        french={
            "loss": "perte",
            "gradients": "gradients",
            "most examples at once": "exemples à la fois, au plus",
        },
    ),
    Check(
        name="Swish",
        inputs=places,
        run=apply_swish,
        expected=expected_swish,
        french={"output": "sortie", "your backward is used": "votre backward sert"},
    ),
    Check(name="gradient_error", inputs=functions, expected=gradient_error, python_numbers=True),
    Check(
        name="gradient_error",
        shown_as="x around gradient_error",
        inputs=marked,
        run=around,
        python_numbers=True,
        expected=expected_around,
        french={
            "x around gradient_error": "x autour de gradient_error",
            "x.grad afterwards": "x.grad ensuite",
            "x.requires_grad afterwards": "x.requires_grad ensuite",
            "error": "erreur",
        },
    ),
]
