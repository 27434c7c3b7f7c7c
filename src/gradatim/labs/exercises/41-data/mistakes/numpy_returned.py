"""x is a row of the NumPy array; make a tensor of it.

fr: x est une ligne du tableau NumPy ; faites-en un tenseur.
"""


class Table(Table):
    def __getitem__(self, i):
        return self.rows[i].numpy(), self.labels[i]
