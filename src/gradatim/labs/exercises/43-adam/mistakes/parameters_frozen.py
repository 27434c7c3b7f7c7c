"""requires_grad is switched off, so the layers cannot be trained: torch.no_grad() is enough.

fr: requires_grad est coupé, donc les couches ne peuvent pas être entraînées : torch.no_grad()
suffit.
"""

_right = initialise


def initialise(model):
    _right(model.requires_grad_(False))
