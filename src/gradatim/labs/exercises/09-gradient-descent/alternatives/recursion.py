import torch


def descend(gradient, w, rate, steps):
    if steps == 0:
        return w[None]
    rest = descend(gradient, w - rate * gradient(w), rate, steps - 1)
    return torch.cat([w[None], rest])


def momentum_descend(gradient, w, rate, beta, steps):
    path = [w]
    for k in range(steps):
        previous = path[k - 1] if k else w
        path.append(path[k] - rate * gradient(path[k]) + beta * (path[k] - previous))
    return torch.stack(path)
