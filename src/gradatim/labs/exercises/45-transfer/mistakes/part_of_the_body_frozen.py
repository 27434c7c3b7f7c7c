"""A fixed number of parameters is frozen; freeze all those of the body.

fr: Un nombre fixe de paramètres est gelé ; gelez tous ceux du corps.
"""


def new_head(model, n_classes):
    model.head = nn.Linear(model.head.in_features, n_classes)
    for p in list(model.parameters())[:4]:
        p.requires_grad = False
    return [name for name, p in model.named_parameters() if p.requires_grad]
