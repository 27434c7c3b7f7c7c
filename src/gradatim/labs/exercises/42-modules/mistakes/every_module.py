"""named_modules also gives the model itself and what is inside its children; named_children gives
the direct ones.

fr: named_modules donne aussi le modèle lui-même et l'intérieur de ses enfants ; named_children
donne les enfants directs.
"""


def activations(model, x):
    outputs = {}

    def keep(name):
        return lambda module, inputs, output: outputs.update({name: output.detach()})

    handles = [c.register_forward_hook(keep(n)) for n, c in model.named_modules()]
    model(x)
    for handle in handles:
        handle.remove()
    return outputs
