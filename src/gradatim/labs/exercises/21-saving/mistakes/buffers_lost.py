"""Only parameters are saved: the running averages of batch norm are lost. state_dict holds both.

fr: Seuls les paramètres sont sauvegardés : les moyennes glissantes sont perdues. state_dict
contient les deux.
"""


def save(model, path):
    torch.save(dict(model.named_parameters()), path)


def load(model, path):
    model.load_state_dict(torch.load(path, weights_only=True), strict=False)
