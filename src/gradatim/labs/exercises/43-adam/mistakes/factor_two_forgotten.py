"""The variance is 1/n; it should be 2/n, since half of the signal is gone after a ReLU.

fr: La variance est 1/n ; elle doit être 2/n, car la moitié du signal disparaît après un ReLU.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            layer.weight.normal_(0, layer.weight[0].numel() ** -0.5)
            if layer.bias is not None:
                layer.bias.zero_()
