@torch.inference_mode()
def measure(model, x, labels):
    model.train(False)
    return (model(x).max(1).indices == labels).sum().item() / len(labels)


def run_epoch(model, batches, optimizer):
    model.train(True)
    for x, labels in batches:
        optimizer.zero_grad()
        F.nll_loss(model(x).log_softmax(1), labels).backward()
        optimizer.step()


def fit(model, batches, held_out, optimizer, epochs):
    accuracies = []
    for _ in range(epochs):
        run_epoch(model, batches, optimizer)
        accuracies.append(measure(model, *held_out))
    return accuracies
