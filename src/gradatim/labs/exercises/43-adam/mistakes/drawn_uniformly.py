"""The weights are drawn uniformly; a normal distribution is asked for.

fr: Les poids sont tirés d'une loi uniforme ; il faut une loi normale.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            bound = (6 / layer.weight[0].numel()) ** 0.5
            layer.weight.uniform_(-bound, bound)
            if layer.bias is not None:
                layer.bias.zero_()
