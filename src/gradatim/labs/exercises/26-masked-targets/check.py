"""Targets of a masked language model."""

import torch
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, repeats, whole

PLACES = ((1, "row", "la ligne"), (0, "column", "la colonne"))


def texts(generator):
    for p, end in ((0.15, 2), (0.5, 999)):  # special numbers need not be the smallest ones
        tokens = torch.randint(3, 999, (40, 100), generator=generator)
        tokens[:, 0], tokens[:, -1] = 1, end
        tokens[:20, -10:] = 0
        yield tokens, [0, 1, end], p


def three_times(choose, tokens, special, p):
    copies = [tokens.clone() for _ in range(2)]  # for the calls after one that overwrites tokens
    return [choose(each, special, p) for each in (tokens, *copies)]


def fair_choice(values, tokens, special, p):
    value = values[0]
    if value.shape != tokens.shape or value.dtype != torch.bool:
        return (
            f"The mask is {tuple(value.shape)} {value.dtype}; {tuple(tokens.shape)} torch.bool is expected.",
            f"Le masque est {tuple(value.shape)} {value.dtype} ; {tuple(tokens.shape)} torch.bool est attendu.",
        )
    ordinary = ~torch.isin(tokens, torch.tensor(special))
    if value[~ordinary].any():
        which = ", ".join(map(str, tokens[value & ~ordinary].unique().tolist()))
        return (
            f"Special tokens are chosen (number {which}); none should be.",
            f"Des tokens spéciaux sont choisis (numéro {which}) ; aucun ne doit l'être.",
        )
    rows = value[20:, 1:-1]  # ordinary tokens only
    if rows.any() and not rows.all() and bool((rows.all(1) | ~rows.any(1)).all()):
        return (
            "The choice is not independent: whole rows are chosen together.",
            "Le choix n'est pas indépendant : des lignes entières sont choisies ensemble.",
        )
    fraction = value[ordinary].float().mean().item()
    if abs(fraction - p) > 0.03:
        return (
            f"With p = {p}, {fraction:.0%} of the ordinary tokens are chosen.",
            f"Avec p = {p}, {fraction:.0%} des tokens ordinaires sont choisis.",
        )
    if (value.float().mean(0)[1:90] - p).abs().max() > 0.4:
        return (
            "The choice is not independent: whole columns are chosen together.",
            "Le choix n'est pas indépendant : des colonnes entières sont choisies ensemble.",
        )
    if value[20:].sum(1).float().std() < 1:
        return (
            "The choice is not independent: every row has the same number of chosen tokens.",
            "Le choix n'est pas indépendant : chaque ligne a le même nombre de tokens choisis.",
        )
    among = (value & ordinary).float()[:, 1:-10]
    lag = (among[:, :-1] * among[:, 1:])[20:].mean() - p * p
    counts = {int(other.sum()) for other in values}
    if abs(lag) > 0.04 or repeats(among[20:]) > 0.25 or len(counts) == 1:
        return (
            "The choice is not independent: each draw chooses the same number, or neighbors together.",
            "Le choix n'est pas indépendant : chaque tirage en choisit le même nombre, ou des voisins.",
        )
    ever = torch.stack(values).any(0)[:, 1:90]  # ordinary tokens only
    for axis, row, ligne in PLACES:
        never = (~ever.any(axis)).nonzero().flatten().tolist()
        if never:
            place = never[0] + (axis == 0)
            return (
                f"In {row} {place} no token is ever chosen.",
                f"Dans {ligne} {place} aucun token n'est jamais choisi.",
            )
    return None


def chosen_texts(generator):
    tokens = torch.randint(3, 1000, (100, 110), generator=generator)
    yield tokens, torch.rand(tokens.shape, generator=generator) < 0.4, 999999, 1000
    # So few words that each of them, the first and the last as well, must be drawn.
    tokens = torch.randint(3, (100, 100), generator=generator)  # half of the words are not here
    yield tokens, torch.rand(tokens.shape, generator=generator) < 0.5, 99, 6
    # The mask is a word of the vocabulary, which a random word may be too.
    tokens = torch.randint(1, 4, (100, 100), generator=generator)
    yield tokens, torch.rand(tokens.shape, generator=generator) < 0.5, 0, 4
    # Of two words, a random one is the old one half of the time.
    tokens = torch.randint(2, (100, 100), generator=generator)
    yield tokens, torch.rand(tokens.shape, generator=generator) < 0.5, 99, 2


def four_times(corrupt, tokens, chosen, mask_id, n_vocabulary):
    copies = [tokens.clone() for _ in range(3)]  # for the calls after one that overwrites tokens
    return [corrupt(each, chosen, mask_id, n_vocabulary) for each in (tokens, *copies)]


def fair_corruption(values, tokens, chosen, mask_id, n_vocabulary):
    value = values[0]
    if value.shape != tokens.shape:
        return (
            f"The shape changed to {tuple(value.shape)}.",
            f"La forme est devenue {tuple(value.shape)}.",
        )
    if value.dtype != torch.int64:
        return (
            f"The tokens are {value.dtype}; torch.int64 is expected.",
            f"Les tokens sont {value.dtype} ; torch.int64 est attendu.",
        )
    if not torch.equal(value[~chosen], tokens[~chosen]):
        return "Tokens that were not chosen have changed.", "Des mots non choisis ont changé."
    new = torch.cat([each[chosen] for each in values])
    old = tokens[chosen].repeat(len(values))
    masked = (new == mask_id).float().mean().item()
    same = (new == old).float().mean().item()
    other = max(0.0, 1 - masked - same)
    random = new[(new != mask_id) & (new != old)]
    kept = 0.1 + 0.1 / n_vocabulary  # a random token can be the old one
    hidden = 0.8 + (0.1 / n_vocabulary if mask_id < n_vocabulary else 0)  # or the mask
    if (
        abs(masked - hidden) > 0.015
        or abs(same - kept) > 0.0125
        or abs(other - 1 + hidden + kept) > 0.0125
    ):
        en = fr = ""
        if mask_id < n_vocabulary:
            en = f" (a random one of {n_vocabulary} may be mask_id)"
            fr = f" (un token au hasard parmi {n_vocabulary} peut être mask_id)"
        return (
            f"Of the chosen tokens {masked:.0%} are masked, {other:.0%} random, {same:.0%} unchanged; "
            f"80, 10 and 10 %{en} are expected.",
            f"Parmi les tokens choisis, {masked:.0%} sont masqués, {other:.0%} au hasard, {same:.0%} inchangés ; "
            f"80, 10 et 10 %{fr} sont attendus.",
        )
    for axis, row, ligne in PLACES:
        never = (~(value == mask_id).any(axis)).nonzero().flatten().tolist()
        if never:
            return (
                f"In {row} {never[0]} no token is masked, though {chosen.sum(axis)[never[0]]} are "
                "chosen there.",
                f"Dans {ligne} {never[0]} aucun token n'est masqué, alors que "
                f"{chosen.sum(axis)[never[0]]} sont choisis.",
            )
    if len(random.unique()) == 1:
        return (
            "All random tokens are the same one; draw one for each place.",
            "Tous les tokens au hasard sont le même ; tirez-en un par place.",
        )
    if n_vocabulary < 10 and random.min() >= 0 and random.max() < n_vocabulary:
        never = sorted(set(range(n_vocabulary)) - {mask_id} - set(random.tolist()))
        if never:
            return (
                f"Of a vocabulary of {n_vocabulary}, token {never[0]} is never drawn.",
                f"D'un vocabulaire de {n_vocabulary}, le token {never[0]} n'est jamais tiré.",
            )
    elif len(random.unique()) < len(random) / 3 or random.min() < 0 or random.max() >= n_vocabulary:
        return (
            "The random tokens are not drawn one by one from 0 to n_vocabulary - 1.",
            "Les tokens au hasard ne sont pas tirés un par un de 0 à n_vocabulary - 1.",
        )
    masks = [other == mask_id for other in values]
    halves = [mask[:50].sum().item() - mask[50:].sum().item() for mask in masks]
    more = (chosen[:50].sum() - chosen[50:].sum()).item() * 0.8
    if len({int(mask.sum()) for mask in masks}) == 1:
        return (
            "Each call masks the same number of tokens; each chosen token must be drawn by itself.",
            "Chaque appel masque le même nombre de tokens ; chaque token choisi doit être tiré à part.",
        )
    if torch.equal(masks[0], masks[1]) or abs(halves[0] - more) > 250:
        return (
            "Which tokens are masked is not drawn at random: it depends on their place.",
            "Les tokens masqués ne sont pas tirés au hasard : cela dépend de leur place.",
        )
    return None


def small(generator):
    yield torch.tensor([[5, 6]]), torch.tensor([[True, False]])
    yield (
        torch.tensor([[5, 6, 7], [8, 9, 4]]),
        torch.tensor([[False, True, True], [False, False, True]]),
    )
    yield torch.tensor([[0, 3], [0, 0]]), torch.tensor([[True, False], [False, True]])
    yield torch.tensor([[2], [1], [5]]), torch.tensor([[False], [False], [False]])


def guesses(generator):
    yield torch.tensor([[[0.0, 1.0], [2.0, 0.0]]]), torch.tensor([[1, -100]])
    yield whole(generator, 2, 3, 4), torch.tensor([[-100, 1, 3], [-100, -100, 0]])
    yield whole(generator, 3, 2, 5), torch.tensor([[0, 0], [4, -100], [-100, -100]])
    yield 250 * whole(generator, 2, 2, 3), torch.tensor([[0, 2], [-100, 1]])


def differentiated(loss, logits, targets):
    logits.requires_grad_()
    value = loss(logits, targets)
    if isinstance(value, torch.Tensor) and value.requires_grad and not value.dim():
        value.backward()
    return {"loss": value.detach(), "gradient of logits": logits.grad}


def expected_gradient(logits, targets):
    kept = (targets != -100)[..., None]
    slope = logits.softmax(-1) - F.one_hot(targets.clamp(min=0), logits.shape[-1])
    return {
        "loss": F.cross_entropy(logits.flatten(0, 1), targets.flatten()),
        "gradient of logits": slope * kept / kept.sum(),
    }


def often(choose, tokens, special, p):
    return [choose(tokens.clone(), special, p) for _ in range(600)]


def each_alone(values, tokens, special, p):
    chosen = [value[0, 1].item() for value in values]
    fraction = sum(chosen) / len(chosen)
    if abs(fraction - p) < 0.07:
        return None
    return (
        f"Of {len(chosen)} draws from {tokens.tolist()} with p = {p} the one ordinary token is chosen "
        f"in {fraction:.0%}: each token has the probability p, however short the text is.",
        f"Sur {len(chosen)} tirages de {tokens.tolist()} avec p = {p}, le seul token ordinaire est "
        f"choisi dans {fraction:.0%} : chaque token a la probabilité p, si court que soit le texte.",
    )


CHECKS = [
    Check(name="choose", inputs=texts, run=three_times, judge=fair_choice),
    Check(name="corrupt", inputs=chosen_texts, run=four_times, judge=fair_corruption),
    Check(
        name="targets",
        inputs=small,
        expected=lambda tokens, chosen: torch.where(chosen, tokens, -100),
    ),
    Check(
        name="loss",
        inputs=guesses,
        expected=lambda logits, targets: F.cross_entropy(logits.flatten(0, 1), targets.flatten()),
    ),
    Check(
        name="loss",
        shown_as="loss and its backward",
        inputs=lambda generator: [*guesses(generator)][:2],
        run=differentiated,
        expected=expected_gradient,
        french={
            "loss and its backward": "loss et son backward",
            "gradient of logits": "gradient de logits",
        },
    ),
    Check(
        name="choose",
        inputs=lambda generator: [(torch.tensor([[1, 5, 2]]), [1, 2], 0.15)],
        run=often,
        judge=each_alone,
    ),
]
