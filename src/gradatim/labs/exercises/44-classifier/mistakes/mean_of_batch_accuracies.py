"""The accuracies of the batches are averaged, though they differ in size; count over all examples.

fr: Les exactitudes des lots sont moyennées alors qu'ils diffèrent en taille ; comptez sur tous les
exemples.
"""


@torch.no_grad()
def accuracy(model, batches):
    model.eval()
    return sum((model(x).argmax(dim=1) == y).float().mean().item() for x, y in batches) / len(
        batches
    )
