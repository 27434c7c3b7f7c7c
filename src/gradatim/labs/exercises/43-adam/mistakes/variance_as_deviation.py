"""2/n is the variance; normal_ wants its root, the standard deviation.

fr: 2/n est la variance ; normal_ veut sa racine, l'écart-type.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            layer.weight.normal_(0, 2 / layer.weight[0].numel())
            if layer.bias is not None:
                layer.bias.zero_()
