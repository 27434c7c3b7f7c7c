"""The standard deviation is the same for every layer; it depends on the number of inputs.

fr: L'écart-type est le même pour toutes les couches ; il dépend du nombre d'entrées.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            layer.weight.normal_(0, 0.02)
            if layer.bias is not None:
                layer.bias.zero_()
