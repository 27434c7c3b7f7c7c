class Table(Dataset):
    def __init__(self, rows, names, transform=None):
        self.data = torch.from_numpy(rows).float()
        self.names = names
        self.classes = sorted(set(names))
        self.transform = transform

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        item = self.data[index]
        if self.transform:
            item = self.transform(item)
        return item, self.classes.index(self.names[index])
