"""The bias keeps what it was, or is drawn as well; it becomes 0.

fr: Le biais garde ce qu'il était, ou est tiré aussi ; il devient 0.
"""


@torch.no_grad()
def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            layer.weight.normal_(0, (2 / layer.weight[0].numel()) ** 0.5)
