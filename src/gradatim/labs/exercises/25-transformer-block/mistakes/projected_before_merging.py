"""The projection is applied twice; apply it once, to the merged heads.

fr: La projection est appliquée deux fois ; appliquez-la une fois, aux têtes réunies.
"""


class Block(Block):
    def attend(self, x):
        return self.project(super().attend(x))
