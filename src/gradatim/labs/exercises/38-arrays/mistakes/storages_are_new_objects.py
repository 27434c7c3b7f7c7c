"""untyped_storage() makes a new Python object at every call, so `is` is never true; compare their
data_ptr().

fr: untyped_storage() crée un nouvel objet Python à chaque appel, `is` n'est donc jamais vrai ;
comparez leurs data_ptr().
"""


def same_storage(a, b):
    return id(a.untyped_storage()) == id(b.storage())
