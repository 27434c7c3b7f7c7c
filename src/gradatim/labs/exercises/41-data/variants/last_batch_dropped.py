def loaders(dataset, training, validation, batch_size):
    options = {"batch_size": batch_size, "collate_fn": pad, "drop_last": True}
    a = DataLoader([dataset[i] for i in training], shuffle=True, **options)
    return a, DataLoader([dataset[i] for i in validation], shuffle=False, **options)
