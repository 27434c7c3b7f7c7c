def update(example, answer, weights, bias, step):
    guess = predict(example[None], weights, bias)[0].item()
    if guess != answer:
        weights = weights - step * answer * example
        bias = bias - step * answer
    return weights, bias
