"""The projection is applied twice, or in another place: once, to the merged heads.

fr: La projection est appliquée deux fois ou à un autre endroit : une fois, aux têtes réunies.
"""


class Block(Block):
    def attend(self, x):
        return self.project(super().attend(x))
