"""untyped_storage() makes a new Python object at every call, so comparing these objects, by `is` or
id(), says nothing; compare their data_ptr().

fr: untyped_storage() crée un nouvel objet Python à chaque appel : comparer ces objets, par `is` ou
id(), ne dit rien ; comparez leurs data_ptr().
"""


def same_storage(a, b):
    return id(a.untyped_storage()) == id(b.storage())
