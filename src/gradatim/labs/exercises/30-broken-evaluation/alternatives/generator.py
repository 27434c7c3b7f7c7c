def epochs_of(model, batches, held_out, optimizer, epochs):
    for _ in range(epochs):
        for i in range(len(batches)):
            model.train()
            x, labels = batches[i]
            optimizer.zero_grad()
            F.cross_entropy(model(x), labels).backward()
            optimizer.step()
        with torch.no_grad():
            answers = model.eval()(held_out[0])
        yield sum(int(a.argmax() == t) for a, t in zip(answers, held_out[1])) / len(answers)


def fit(model, batches, held_out, optimizer, epochs):
    return list(epochs_of(model, batches, held_out, optimizer, epochs))
