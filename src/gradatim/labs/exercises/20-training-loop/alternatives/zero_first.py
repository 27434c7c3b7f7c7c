def train(model, batches, optimizer, epochs):
    model.train(True)
    history = []
    for epoch in range(epochs):
        losses = []
        for x, y in batches:
            optimizer.zero_grad(set_to_none=False)
            log_probabilities = torch.log_softmax(model(x), dim=-1)
            loss = F.nll_loss(log_probabilities, y)
            loss.backward()
            optimizer.step()
            losses.append(float(loss))
        history.append(sum(losses) / len(losses))
    return history


def evaluate(model, batches):
    before = model.training
    model.train(False)
    with torch.inference_mode():
        answers = torch.cat([model(x).argmax(1) for x, _ in batches])
    labels = torch.cat([y for _, y in batches])
    model.train(before)
    return (answers == labels).double().mean()
