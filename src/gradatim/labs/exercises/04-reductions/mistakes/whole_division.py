"""The hits are divided without decimals (//): anything below 1 becomes 0.

fr: Les réussites sont divisées sans décimales (//) : tout ce qui est sous 1 devient 0.
"""


def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels).sum().item() // len(labels)
