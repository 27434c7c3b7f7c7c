"""create_graph=True keeps a graph of the slope itself, and with it all that was computed.

fr: create_graph=True garde un graphe de la pente elle-même, et avec lui tout ce qui a été calculé.
"""


def slope(f, x):
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, create_graph=True)[0]
