"""The gradients are replaced by new tensors; scale them in place, as with mul_.

fr: Les gradients sont remplacés par de nouveaux tenseurs ; mettez-les à l'échelle sur place, comme
avec mul_.
"""


def clip(parameters, limit):
    parameters = [p for p in parameters if p.grad is not None]
    norm = sum(p.grad.pow(2).sum().item() for p in parameters) ** 0.5
    for p in parameters:
        p.grad = p.grad * min(1.0, limit / norm)
    return norm
