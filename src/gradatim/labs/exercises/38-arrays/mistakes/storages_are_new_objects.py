"""Python objects are compared, by `is` or id(), and one storage can have several: storage() makes a
new one at every call. Compare the addresses, data_ptr() of the storages.

fr: Des objets Python sont comparés, par `is` ou id(), et un même stockage peut en avoir plusieurs :
storage() en crée un à chaque appel. Comparez les adresses, data_ptr() des stockages.
"""


def same_storage(a, b):
    return id(a.untyped_storage()) == id(b.storage())
