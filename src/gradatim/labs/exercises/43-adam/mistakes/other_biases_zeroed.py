"""The biases of all layers become 0, those of batch norm too; only those of nn.Linear and nn.Conv2d
should.

fr: Les biais de toutes les couches deviennent 0, ceux de la batch norm aussi ; seuls ceux de
nn.Linear et nn.Conv2d le doivent.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            n = layer.weight[0].numel()
            layer.weight.normal_(0, (2 / n) ** 0.5)
        if getattr(layer, "bias", None) is not None:
            layer.bias.zero_()
