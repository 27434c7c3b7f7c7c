"""The heads are not split: there is one attention over the whole width.

fr: Les têtes ne sont pas séparées : il y a une seule attention sur toute la largeur.
"""


class Block(Block):
    def __init__(self, width, n_heads):
        super().__init__(width, 1)
