"""The label is the name of the class; its place in classes, an int, is asked for.

fr: L'étiquette est le nom de la classe ; il faut sa place dans classes, un int.
"""


class Table(Table):
    def __getitem__(self, i):
        x, label = super().__getitem__(i)
        return x, self.classes[label]
