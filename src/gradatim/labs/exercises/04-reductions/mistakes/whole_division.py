"""The decimals are cut off, as // and int() do: every accuracy below 1 becomes 0. Divide with /.

fr: Les décimales sont coupées, comme le font // et int() : toute exactitude sous 1 devient 0.
Divisez avec /.
"""


def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels).sum().item() // len(labels)
