"""eval() changes how layers work and freezes nothing: requires_grad_(False).

fr: eval() change le travail des couches et ne gèle rien : requires_grad_(False).
"""


def new_head(model, n_classes):
    model.head = nn.Linear(model.head.in_features, n_classes)
    model.body.eval()
    return ["head.weight", "head.bias"]
