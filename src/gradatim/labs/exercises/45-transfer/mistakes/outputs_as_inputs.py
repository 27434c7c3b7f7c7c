"""The new head gets the outputs of the old one as inputs; it needs in_features.

fr: La nouvelle tête prend pour entrées les sorties de l'ancienne ; il lui faut in_features.
"""


def new_head(model, n_classes):
    model.head = nn.Linear(model.head.out_features, n_classes)
    model.body.requires_grad_(False)
    return [name for name, p in model.named_parameters() if p.requires_grad]
