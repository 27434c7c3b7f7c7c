"""The batches of the validation loader have another size; both use batch_size.

fr: Les lots du loader de validation ont une autre taille ; les deux utilisent batch_size.
"""


def loaders(dataset, training, validation, batch_size):
    return (
        DataLoader(Subset(dataset, training), batch_size, shuffle=True, collate_fn=pad),
        DataLoader(Subset(dataset, validation), len(validation), collate_fn=pad),
    )
