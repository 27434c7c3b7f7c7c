"""(B, T, V) is reshaped to (B, V, T): positions and classes are mixed. Transpose or flatten
instead.

fr: (B, T, V) est remodelé en (B, V, T) : positions et classes se mélangent. Transposez ou
aplatissez.
"""


def loss(logits, targets):
    B, T, V = logits.shape
    return F.cross_entropy(logits.reshape(B, V, T), targets)
