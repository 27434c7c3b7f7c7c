"""Only part of the tensors is saved or loaded.

fr: Une partie seulement des tenseurs est enregistrée ou chargée.
"""


def save(model, path):
    torch.save({k: v for k, v in model.state_dict().items() if "weight" in k}, path)


def load(model, path):
    model.load_state_dict(torch.load(path, weights_only=True), strict=False)
