"""x is a NumPy array; a float32 tensor is asked for.

fr: x est un tableau NumPy ; il faut un tenseur float32.
"""


class Table(Table):
    def __getitem__(self, i):
        return self.rows[i].numpy(), self.labels[i]
