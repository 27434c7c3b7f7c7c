def load_checkpoint(net, opt, place):
    saved = torch.load(place)
    opt.load_state_dict(saved["optimizer"])
    net.load_state_dict(saved["model"])
