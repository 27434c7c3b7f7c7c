def train(examples, answers, rounds, step):
    weights, bias = torch.zeros(examples.shape[1]), 0.0
    i = 0
    while i < len(examples):
        weights, bias = update(examples[i], answers[i].item(), weights, bias, step)
        i += 1
    return weights, bias
