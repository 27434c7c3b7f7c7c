"""Some layers are left out: modules() gives the model itself and all inside it, at any depth,
children() only its direct children.

fr: Des couches sont oubliées : modules() donne le modèle lui-même et tout ce qu'il contient, à
toute profondeur, children() seulement ses enfants directs.
"""


@torch.no_grad()
def initialise(model):
    for layer in [model, *model.children()]:
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            layer.weight.normal_(0, (2 / layer.weight[0].numel()) ** 0.5)
            if layer.bias is not None:
                layer.bias.zero_()
