def load_checkpoint(net, opt, place):
    saved = torch.load(place)
    net.load_state_dict(saved["model"])
    return saved["step"]
