import random


class Table(Dataset):
    def __init__(self, rows, names, transform=None):
        super().__init__()
        self.items = []
        self.classes = list(np.unique(names).tolist())
        places = {name: k for k, name in enumerate(self.classes)}
        for row, name in zip(rows.tolist(), names):
            self.items.append((row, places[name]))
        self.transform = transform or (lambda x: x)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        row, label = self.items[i]
        return self.transform(torch.tensor(row)), label


def pad(items):
    longest = max(x.shape[0] for x, _ in items)
    batch = torch.zeros(len(items), longest)
    lengths, labels = [], []
    for i, (x, label) in enumerate(items):
        batch[i, : x.shape[0]] = x
        lengths.append(x.shape[0])
        labels.append(label)
    return batch, torch.tensor(lengths, dtype=torch.long), torch.tensor(labels, dtype=torch.long)


def split(n, n_validation, seed):
    chance = random.Random(seed)
    numbers = list(range(n))
    chance.shuffle(numbers)
    cut = n - n_validation
    return numbers[:cut], numbers[cut:]


def loaders(dataset, training, validation, batch_size):
    train_part = [dataset[i] for i in training]
    validation_part = [dataset[i] for i in validation]
    train_loader = DataLoader(train_part, batch_size=batch_size, shuffle=True, collate_fn=pad)
    return train_loader, DataLoader(validation_part, batch_size=batch_size, collate_fn=pad)
