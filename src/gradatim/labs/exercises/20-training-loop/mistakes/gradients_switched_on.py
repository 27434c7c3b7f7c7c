"""Gradients are switched on at the end, also where they were off: with torch.no_grad() restores.

fr: Les gradients sont activés à la fin, même s'ils étaient désactivés : with torch.no_grad()
remet l'état d'avant.
"""

import torch


def evaluate(model, batches):
    training = model.training
    model.eval()
    torch.set_grad_enabled(False)
    right = n = 0
    for x, y in batches:
        right += int((model(x).argmax(1) == y).sum())
        n += len(y)
    torch.set_grad_enabled(True)
    model.train(training)
    return right / n
