"""A part is saved into a second file beside `path`; moved alone, the file can no longer be loaded.

fr: Une partie est enregistrée dans un second fichier à côté de `path` ; déplacé seul, le fichier ne se charge plus.
"""


def save_checkpoint(model, optimizer, step, path):
    torch.save({"model": model.state_dict(), "step": step}, path)
    torch.save(optimizer.state_dict(), path + ".optim")


def load_checkpoint(model, optimizer, path):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(torch.load(path + ".optim", weights_only=True))
    return saved["step"]
