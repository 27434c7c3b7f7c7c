"""Tokens that were not chosen are changed too.

fr: Des tokens non choisis sont changés aussi.
"""

_right = corrupt


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    return _right(tokens, torch.ones_like(chosen), mask_id, n_vocabulary)
