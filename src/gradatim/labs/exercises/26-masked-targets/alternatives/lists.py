import random


def choose(tokens, special, p):
    return torch.tensor(
        [[t not in special and random.random() < p for t in row] for row in tokens.tolist()]
    )


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    rows = []
    for row, marks in zip(tokens.tolist(), chosen.tolist()):
        new = []
        for token, mark in zip(row, marks):
            u = random.random() if mark else 1.0
            new.append(mask_id if u < 0.8 else random.randrange(n_vocabulary) if u < 0.9 else token)
        rows.append(new)
    return torch.tensor(rows)


def targets(tokens, chosen):
    return torch.tensor(
        [
            [t if c else -100 for t, c in zip(*rows)]
            for rows in zip(tokens.tolist(), chosen.tolist())
        ]
    )


def loss(logits, targets):
    losses = [
        -logits[b, t].log_softmax(0)[targets[b, t]]
        for b in range(targets.shape[0])
        for t in range(targets.shape[1])
        if targets[b, t] >= 0
    ]
    return sum(losses) / len(losses)
