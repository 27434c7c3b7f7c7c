"""The new head is frozen too: nothing can learn.

fr: La nouvelle tête est gelée aussi : rien ne peut apprendre.
"""


def new_head(model, n_classes):
    model.head = nn.Linear(model.head.in_features, n_classes)
    model.requires_grad_(False)
    return [name for name, p in model.named_parameters() if p.requires_grad]
