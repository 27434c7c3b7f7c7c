"""The slope should have no graph: create_graph=True for instance keeps one, and with it all that
was computed.

fr: La pente ne doit pas avoir de graphe : create_graph=True par exemple en garde un, et avec lui
tout ce qui a été calculé.
"""


def slope(f, x):
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, create_graph=True)[0]
