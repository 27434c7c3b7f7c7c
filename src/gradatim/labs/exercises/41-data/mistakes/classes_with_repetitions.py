"""The names repeat in classes; each should be there once.

fr: Les noms se répètent dans classes ; chacun ne doit y être qu'une fois.
"""


class Table(Table):
    def __init__(self, rows, names, transform=None):
        super().__init__(rows, names, transform)
        self.classes = sorted(names)
        self.labels = [self.classes.index(name) for name in names]
