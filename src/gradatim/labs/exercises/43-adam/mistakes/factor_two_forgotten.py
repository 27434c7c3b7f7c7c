"""The variance is 1/n; after a ReLU half of the signal is gone, which is why it is 2/n.

fr: La variance est 1/n ; après un ReLU la moitié du signal a disparu, c'est pourquoi elle est 2/n.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            layer.weight.normal_(0, layer.weight[0].numel() ** -0.5)
            if layer.bias is not None:
                layer.bias.zero_()
