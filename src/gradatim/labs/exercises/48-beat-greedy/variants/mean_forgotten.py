def gradient(weights, features, choice):
    p = probabilities(weights, features)
    return features[choice] * (p / p).mean()
