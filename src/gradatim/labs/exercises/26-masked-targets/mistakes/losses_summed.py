"""The losses are summed; their mean over the targets is asked for.

fr: Les pertes sont sommées ; il faut leur moyenne sur les cibles.
"""


def loss(logits, targets):
    return F.cross_entropy(
        logits.flatten(0, 1), targets.flatten(), ignore_index=-100, reduction="sum"
    )
