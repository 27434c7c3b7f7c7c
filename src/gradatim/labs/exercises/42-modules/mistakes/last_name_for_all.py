"""All hooks see the last value of the loop variable: every output is stored under one name.

fr: Tous les hooks voient la dernière valeur de la variable de boucle : chaque sortie va sous un
seul nom.
"""


def activations(model, x):
    outputs = {}
    handles = []
    for name, child in model.named_children():

        def hook(module, inputs, output):
            outputs[name] = output.detach()

        handles.append(child.register_forward_hook(hook))
    model(x)
    for handle in handles:
        handle.remove()
    return outputs
