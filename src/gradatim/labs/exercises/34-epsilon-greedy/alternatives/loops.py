import random


def choose(q, legal, epsilon):
    actions = []
    for row, allowed in zip(q.tolist(), legal.tolist()):
        options = [a for a in range(len(row)) if allowed[a]]
        if random.random() < epsilon:
            actions.append(random.choice(options))
        else:
            actions.append(max(options, key=lambda a: row[a]))
    return torch.tensor(actions)


def epsilon_at(step, start, end, n_steps):
    return end if step >= n_steps else start - step * (start - end) / n_steps
