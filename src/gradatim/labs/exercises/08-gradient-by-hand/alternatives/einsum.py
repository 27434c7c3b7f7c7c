import torch


def loss(w, b, x, y):
    return torch.nn.functional.mse_loss(torch.sigmoid(torch.einsum("bd,d->b", x, w) + b), y)


def gradients(w, b, x, y):
    s = torch.mv(x, w) + b
    p = torch.sigmoid(s)
    slope = torch.sigmoid(s) * torch.sigmoid(-s)
    d = 2 * (p - y) * slope
    return (d[:, None] * x).mean(0), d.mean()


def central_difference(f, w, h):
    steps = h * torch.eye(len(w), dtype=w.dtype)
    return (
        torch.stack([f(w + s) for s in steps]).sub(torch.stack([f(w - s) for s in steps])) / 2 / h
    )
