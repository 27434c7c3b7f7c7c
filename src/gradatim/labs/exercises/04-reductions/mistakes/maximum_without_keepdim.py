"""The maxima have shape (B,), so they are aligned with the classes: keepdim=True is missing in the
maximum.

fr: Les maximums sont de forme (B,), donc alignés sur les classes : keepdim=True manque dans
le maximum.
"""


def softmax(logits):
    exponentials = (logits - logits.max(dim=1).values).exp()
    return exponentials / exponentials.sum(dim=1, keepdim=True)
