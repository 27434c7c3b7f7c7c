"""The file is read, but its values are not copied to the model: load_state_dict is missing.

fr: Le fichier est lu, mais ses valeurs ne sont pas copiées dans le modèle : load_state_dict manque.
"""


def load(model, path):
    model = torch.load(path, weights_only=True)
