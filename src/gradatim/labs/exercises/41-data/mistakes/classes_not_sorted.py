"""The classes stand in the order in which they appear; sort them.

fr: Les classes sont dans leur ordre d'apparition ; triez-les.
"""


class Table(Table):
    def __init__(self, rows, names, transform=None):
        super().__init__(rows, names, transform)
        self.classes = list(dict.fromkeys(names))
        self.labels = [self.classes.index(name) for name in names]
