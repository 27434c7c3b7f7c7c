"""The names of all parameters are returned; those that need a gradient are asked for.

fr: Les noms de tous les paramètres sont renvoyés ; il faut ceux qui demandent un gradient.
"""


def new_head(model, n_classes):
    model.head = nn.Linear(model.head.in_features, n_classes)
    model.body.requires_grad_(False)
    return [name for name, p in model.named_parameters()]
