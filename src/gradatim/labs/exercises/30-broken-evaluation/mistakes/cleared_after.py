"""The gradients are cleared only after each step: those that the model holds from before go into the
first one.

fr: Les gradients ne sont effacés qu'après chaque pas : ceux que le modèle porte d'avant entrent
dans le premier.
"""


def fit(
    model: nn.Module,
    batches: list[tuple[Tensor, Tensor]],
    held_out: tuple[Tensor, Tensor],
    optimizer: optim.Optimizer,
    epochs: int,
) -> list[float]:
    accuracies = []
    for _ in range(epochs):
        model.train()
        for x, labels in batches:
            loss = F.cross_entropy(model(x), labels)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            x, labels = held_out
            accuracies.append((model(x).argmax(dim=1) == labels).float().mean().item())
    return accuracies
