"""The file is read, but its values never reach the model: load_state_dict is missing.

fr: Le fichier est lu, mais ses valeurs n'arrivent pas dans le modèle : load_state_dict manque.
"""


def load(model, path):
    model = torch.load(path, weights_only=True)
