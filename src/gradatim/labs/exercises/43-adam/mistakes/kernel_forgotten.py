"""A neuron of a convolution sees the whole kernel: channels times height times width.

fr: Un neurone d'une convolution voit tout le noyau : canaux fois hauteur fois largeur.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            layer.weight.normal_(0, (2 / layer.weight.shape[1]) ** 0.5)
            if layer.bias is not None:
                layer.bias.zero_()
