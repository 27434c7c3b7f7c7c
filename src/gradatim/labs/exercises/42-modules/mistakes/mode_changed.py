"""The model is switched to evaluation mode and then always to training mode; its mode should stay
as it was.

fr: Le modèle est mis en mode évaluation puis toujours en mode entraînement ; son mode doit rester
ce qu'il était.
"""


def activations(model, x):
    outputs, handles = {}, []
    for name, child in model.named_children():

        def hook(module, inputs, output, name=name):
            outputs[name] = output.detach()

        handles.append(child.register_forward_hook(hook))
    model.eval()
    model(x)
    model.train()
    for handle in handles:
        handle.remove()
    return outputs
