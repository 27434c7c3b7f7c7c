"""A part is saved into a second file beside `path`; moved alone, the file can no longer be loaded.

fr: Une partie est enregistrée dans un second fichier à côté de `path` ; déplacé seul, le fichier ne se charge plus.
"""


def save_checkpoint(model, optimizer, step, path):
    torch.save((model.state_dict(), optimizer.state_dict()), path)
    torch.save(torch.tensor(step), path + ".step")


def load_checkpoint(model, optimizer, path):
    weights, memory = torch.load(path, weights_only=True)
    model.load_state_dict(weights)
    optimizer.load_state_dict(memory)
    return int(torch.load(path + ".step", weights_only=True))
