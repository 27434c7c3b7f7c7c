"""The steps are added or counted with arange, and rounding gives a number more or leaves out the
end; linspace has exactly n.

fr: Les pas sont ajoutés ou comptés par arange, et l'arrondi donne un nombre de plus ou oublie la
fin ; linspace en a exactement n.
"""


def ramp(start, stop, n):
    step = (stop - start) / (n - 1)
    if step == 0:
        return torch.full((n,), float(start))
    return torch.arange(start, stop + step, step, dtype=torch.float32)
