@torch.no_grad()
def initialise(model):
    for layer in model.children():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            layer.weight.normal_(0, (2 / layer.weight[0].numel()) ** 0.5)
            if layer.bias is not None:
                layer.bias.zero_()
