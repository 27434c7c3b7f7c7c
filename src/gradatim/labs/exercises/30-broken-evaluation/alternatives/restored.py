def fit(model, batches, held_out, optimizer, epochs):
    criterion = nn.CrossEntropyLoss()
    accuracies = []
    model.train()
    for epoch in range(epochs):
        for batch in batches:
            loss = criterion(model(batch[0]), batch[1])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
        model.eval()
        torch.set_grad_enabled(False)
        hits = model(held_out[0]).argmax(-1).eq(held_out[1])
        torch.set_grad_enabled(True)
        model.train()
        accuracies.append(float(hits.double().mean()))
    return accuracies
