"""It asks for common elements; two views of one storage that have none read the same storage too.

fr: Elle cherche des éléments communs ; deux vues d'un stockage qui n'en ont pas lisent aussi le même stockage.
"""

import numpy as np


def same_storage(a, b):
    return np.shares_memory(a.detach().numpy(), b.detach().numpy())
