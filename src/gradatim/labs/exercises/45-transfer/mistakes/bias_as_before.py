"""The new head has a bias only if the old one has; it always has one.

fr: La nouvelle tête n'a un biais que si l'ancienne en a un ; elle en a toujours un.
"""


def new_head(model, n_classes):
    old = model.head
    model.head = nn.Linear(old.in_features, n_classes, bias=old.bias is not None)
    for parameter in model.body.parameters():
        parameter.requires_grad = False
    return [name for name, p in model.named_parameters() if p.requires_grad]
