"""gradient_error makes x itself require a gradient or changes its .grad; work on
x.detach().clone().

fr: gradient_error fait que x lui-même demande un gradient, ou change son .grad ; travaillez sur
x.detach().clone().
"""


def gradient_error(f, x, step):
    point = x.detach().clone()
    numeric = [(f(point + e) - f(point - e)) / (2 * step) for e in step * torch.eye(len(x))]
    x.requires_grad_()
    x.grad = None
    f(x).backward()
    return (torch.stack(numeric) - x.grad).abs().max().item()
