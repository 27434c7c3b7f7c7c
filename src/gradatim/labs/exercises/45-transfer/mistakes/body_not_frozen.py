"""The body still needs gradients: requires_grad_(False).

fr: Le corps demande encore des gradients : requires_grad_(False).
"""


def new_head(model, n_classes):
    model.head = nn.Linear(model.head.in_features, n_classes)
    return [name for name, p in model.named_parameters()]
