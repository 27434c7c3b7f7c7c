"""Byte-pair encoding written out (Sennrich et al. 2016, algorithm 1): how merges are learned.

Start from characters; count which two tokens stand next to each other most often; make them one
token; repeat. `gradatim.data.language.tokenizers` does the same in compiled code; a test compares
both.

    >>> merges = learn_merges(count_words("low low lower newest newest widest"), 4)
    >>> merges
    [('e', 's'), ('l', 'o'), ('es', 't'), ('lo', 'w')]
    >>> apply_merges("lowest", merges)
    ['low', 'est']
"""

from collections import Counter
from itertools import pairwise

from gradatim.errors import UserError
from gradatim.spelling import given

Pair = tuple[str, str]


def count_words(text: str) -> Counter[str]:
    """Count the words between white space; merges never cross a word's end."""
    return Counter(text.split())


def count_pairs(words: dict[tuple[str, ...], int]) -> Counter[Pair]:
    """Count neighboring tokens.

    Args:
        words: how often each word, cut into tokens, occurs.
    """
    pairs: Counter[Pair] = Counter()
    for tokens, count in words.items():
        for pair in pairwise(tokens):
            pairs[pair] += count
    return pairs


def merge(tokens: tuple[str, ...], pair: Pair) -> tuple[str, ...]:
    """Make one token of every occurrence of a pair, from left to right."""
    merged: list[str] = []
    position = 0
    while position < len(tokens):
        # From left to right, and a token once: of a a a the pair (a, a) takes the first two.
        if tokens[position : position + 2] == pair:
            merged.append(pair[0] + pair[1])
            position += 2
        else:
            merged.append(tokens[position])
            position += 1
    return tuple(merged)


def learn_merges(word_counts: dict[str, int], n_merges: int) -> list[Pair]:
    """Learn the merges of a text, the most frequent pair first.

    Of equally frequent pairs the one whose tokens are older wins (characters in alphabetical
    order, then merged tokens in the order of their merging), so the result is the same every time.

    Args:
        word_counts: how often each word occurs.
        n_merges: how many merges to learn; fewer come back when every word has become one token.
    """
    if n_merges < 0:
        raise UserError(f"{given('n_merges', n_merges)}: give 0 or more.")
    words = {tuple(word): count for word, count in word_counts.items()}
    age = {character: i for i, character in enumerate(sorted(set("".join(word_counts))))}
    merges: list[Pair] = []
    while len(merges) < n_merges:
        pairs = count_pairs(words)
        if not pairs:
            break
        # Counted again after each merge: a merge makes new pairs, and takes from its neighbors.
        best = min(pairs, key=lambda pair: (-pairs[pair], age[pair[0]], age[pair[1]]))
        words = {merge(tokens, best): count for tokens, count in words.items()}
        # Two merges may spell the same token, ab + c and a + bc: it is as old as the first.
        age.setdefault(best[0] + best[1], len(age))
        merges.append(best)
    return merges


def apply_merges(word: str, merges: list[Pair]) -> list[str]:
    """Cut a new word into tokens by repeating the merges in the order in which they were learned.

    Args:
        word: any word; characters that no merge knows stay alone.
        merges: what `learn_merges` gave.
    """
    tokens = tuple(word)
    # In the order of learning, for later merges are made of what earlier ones gave.
    for pair in merges:
        tokens = merge(tokens, pair)
    return list(tokens)
