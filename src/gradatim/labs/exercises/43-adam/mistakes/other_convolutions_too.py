"""Other convolutions are drawn as well; only nn.Linear and nn.Conv2d should be.

fr: D'autres convolutions sont tirées aussi ; seuls nn.Linear et nn.Conv2d doivent l'être.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv1d, nn.Conv2d)):
            n = layer.weight[0].numel()
            layer.weight.normal_(0, (2 / n) ** 0.5)
            if layer.bias is not None:
                layer.bias.zero_()
