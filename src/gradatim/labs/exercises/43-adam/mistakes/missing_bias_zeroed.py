"""A layer with bias=False has bias None: test for it.

fr: Une couche avec bias=False a un bias None : testez-le.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            layer.weight.normal_(0, (2 / layer.weight[0].numel()) ** 0.5)
            layer.bias.zero_()
