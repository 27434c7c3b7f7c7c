"""Only the model's own bias becomes 0; those of the layers inside it should as well.

fr: Seul le biais du modèle lui-même devient 0 ; ceux des couches qu'il contient aussi doivent
l'être.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            n = layer.weight[0].numel()
            layer.weight.normal_(0, (2 / n) ** 0.5)
    if getattr(model, "bias", None) is not None:
        model.bias.zero_()
