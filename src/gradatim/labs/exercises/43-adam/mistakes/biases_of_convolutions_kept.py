"""The biases of nn.Conv2d are left as they are; they become 0 too.

fr: Les biais de nn.Conv2d restent tels quels ; ils deviennent 0 aussi.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            n = layer.weight[0].numel()
            layer.weight.normal_(0, (2 / n) ** 0.5)
            if isinstance(layer, nn.Linear) and layer.bias is not None:
                layer.bias.zero_()
