"""The file is read, but neither the model nor the optimizer gets its values.

fr: Le fichier est lu, mais ni le modèle ni l'optimiseur ne reçoivent ses valeurs.
"""


def load_checkpoint(model, optimizer, path):
    return torch.load(path, weights_only=True)["step"]
