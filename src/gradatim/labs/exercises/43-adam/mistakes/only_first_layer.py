"""Only the first layer is drawn; every nn.Linear and nn.Conv2d should be.

fr: Seule la première couche est tirée ; chaque nn.Linear et nn.Conv2d doit l'être.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            n = layer.weight[0].numel()
            layer.weight.normal_(0, (2 / n) ** 0.5)
            if layer.bias is not None:
                layer.bias.zero_()
            return
