"""The sums have shape (B,), so they are aligned with the classes: keepdim=True is missing in the
sum.

fr: Les sommes sont de forme (B,), donc alignées sur les classes : keepdim=True manque dans la
somme.
"""


def softmax(logits):
    exponentials = (logits - logits.max(dim=1, keepdim=True).values).exp()
    return exponentials / exponentials.sum(dim=1)
