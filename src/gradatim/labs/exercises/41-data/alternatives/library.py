import torch.nn.functional as F
from torch.utils.data import SequentialSampler, SubsetRandomSampler, random_split


class Table(Dataset):
    def __init__(self, rows, names, transform=None):
        self.rows, self.names, self.transform = rows.astype(np.float32), names, transform
        self.classes = sorted(dict.fromkeys(names))

    def __len__(self):
        return self.rows.shape[0]

    def __getitem__(self, i):
        x = torch.tensor(self.rows[i])
        label = self.classes.index(self.names[i])
        return (x, label) if self.transform is None else (self.transform(x), label)


def pad(items):
    lengths = torch.tensor([x.size(0) for x, _ in items])
    longest = int(lengths.max())
    batch = torch.stack([F.pad(x, (0, longest - x.size(0))) for x, _ in items])
    return batch, lengths, torch.as_tensor([label for _, label in items])


def split(n, n_validation, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    first, second = random_split(range(n), [n - n_validation, n_validation], generator)
    return list(first.indices), list(second.indices)


def loaders(dataset, training, validation, batch_size):
    return (
        DataLoader(dataset, batch_size, sampler=SubsetRandomSampler(training), collate_fn=pad),
        DataLoader(dataset, batch_size, sampler=validation, collate_fn=pad),
    )
