def predict(examples, weights, bias):
    answers = []
    for e in examples:
        s = torch.dot(e, weights) + bias
        answers.append(1.0 if s > 0 else (-1.0 if s < 0 else 0.0))
    return torch.tensor(answers)
