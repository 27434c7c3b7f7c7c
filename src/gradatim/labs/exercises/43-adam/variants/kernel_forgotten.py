def initialise(model):
    for layer in model.modules():
        n = getattr(layer, "in_features", None) or getattr(layer, "in_channels", None)
        if n:
            nn.init.normal_(layer.weight, std=(2 / n) ** 0.5)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
