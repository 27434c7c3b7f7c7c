def gradient(guess, truth):
    n = guess.nelement()
    return (truth - guess).mul(2).div(n)
