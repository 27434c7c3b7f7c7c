"""`is` asks for the same Python object; two tensors can read one storage.

fr: `is` demande s'il s'agit du même objet Python ; deux tenseurs peuvent lire un même stockage.
"""


def same_storage(a, b):
    return a is b
