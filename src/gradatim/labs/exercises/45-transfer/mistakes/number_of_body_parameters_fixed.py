"""The parameters of the body are taken by a fixed number; model.body.parameters() are all of them.

fr: Les paramètres du corps sont pris par un nombre fixe ; model.body.parameters() les donne tous.
"""


def groups(model, rate, factor):
    model.body.requires_grad_(True)
    parameters = list(model.parameters())
    return [
        {"params": parameters[:4], "lr": rate * factor},
        {"params": parameters[4:], "lr": rate},
    ]
