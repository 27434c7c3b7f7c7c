"""The new head stands behind the old one; it replaces it.

fr: La nouvelle tête est derrière l'ancienne ; elle la remplace.
"""


def new_head(model, n_classes):
    model.body.requires_grad_(False)
    model.head = nn.Sequential(model.head, nn.Linear(model.head.out_features, n_classes))
    return [name for name, p in model.named_parameters() if p.requires_grad]
