class Table(Dataset):
    def __init__(self, rows, names, transform=None):
        classes, labels = np.unique(np.array(names), return_inverse=True)
        self.classes = [str(name) for name in classes]
        self.labels = torch.from_numpy(labels)
        self.rows = torch.as_tensor(rows).to(torch.float32)
        self.transform = transform

    def __len__(self):
        return self.labels.numel()

    def __getitem__(self, i):
        x = self.rows[i] + 0
        if self.transform:
            x = self.transform(x)
        return x, self.labels[i].item()


def pad(items):
    lengths = [len(x) for x, _ in items]
    batch = np.zeros((len(items), max(lengths)), dtype=np.float32)
    for row, (x, _) in zip(batch, items):
        row[: len(x)] = x.numpy()
    return torch.from_numpy(batch), torch.tensor(lengths), torch.tensor([y for _, y in items])


def split(n, n_validation, seed):
    order = np.random.default_rng(seed).permutation(n)
    validation = sorted(order[:n_validation].tolist())
    return [i for i in range(n) if i not in validation], validation


def loaders(dataset, training, validation, batch_size):
    pair = []
    for part, shuffle in ((training, True), (validation, False)):
        subset = Subset(dataset, part)
        pair.append(DataLoader(subset, batch_size=batch_size, shuffle=shuffle, collate_fn=pad))
    return pair
