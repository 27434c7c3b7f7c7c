"""An output is detached but not copied: a later layer that works in place overwrites it.

fr: Une sortie est détachée mais pas copiée : une couche suivante qui agit sur place l'écrase.
"""


def activations(model, x):
    outputs = {}

    def keep(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    handles = [child.register_forward_hook(keep(name)) for name, child in model.named_children()]
    model(x)
    for handle in handles:
        handle.remove()
    return outputs
