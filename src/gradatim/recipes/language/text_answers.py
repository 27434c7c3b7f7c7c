"""Answers of a text classifier: for a sentence, for files, for the rows of a table.

Shapes: B texts, T tokens, K classes.
"""

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import torch
from tokenizers import Tokenizer

from gradatim.data.info import TextClassesInfo
from gradatim.data.language.labeled_batches import as_batch, token_rows
from gradatim.data.own import sheet
from gradatim.data.own.sheet import decoded, read_sheet
from gradatim.data.own.table import text_column
from gradatim.errors import UserError
from gradatim.models.language.text_classifier import TextClassifier
from gradatim.recipes.answers import BATCH, Prediction, named, prediction


@torch.no_grad()
def text_predictions(
    model: TextClassifier, tokenizer: Tokenizer, info: TextClassesInfo, texts: list[str]
) -> list[Prediction]:
    """Classify some texts.

    Raises:
        UserError: one is empty.
    """
    if any(not text.strip() for text in texts):
        raise UserError("the text is empty: give at least one word.")
    tokens, mask, _ = as_batch(token_rows(tokenizer, [(text, 0) for text in texts]))  # (B, T)
    best = model(tokens, mask).softmax(1).sort(1, descending=True)  # (B, K)
    return [
        prediction([info.classes[i] for i in places], values)
        for places, values in zip(best.indices.tolist(), best.values.tolist(), strict=True)
    ]


def text_file_answers(
    model: TextClassifier,
    tokenizer: Tokenizer,
    info: TextClassesInfo,
    files: Iterable[Path],
    unreadable: list[tuple[Path, str]],
) -> Iterator[tuple[Path, Prediction]]:
    """Classify the texts of files, and of tables row by row (`texts.csv:2`, ...).

    Args:
        model: in evaluation mode.
        tokenizer: of it.
        info: what it knows of its data.
        files: .txt files and tables.
        unreadable: what cannot be read is added to it, with the reason.
    """
    texts = _texts(files, unreadable)
    while batch := list(itertools.islice(texts, BATCH)):
        found = text_predictions(model, tokenizer, info, [text for _, text in batch])
        yield from zip((name for name, _ in batch), found, strict=True)


def _texts(files: Iterable[Path], unreadable: list[tuple[Path, str]]) -> Iterator[tuple[Path, str]]:
    for file in files:
        try:
            found = _read(file)
        except FileNotFoundError:
            said = f"there is no file {str(file)!r}: a text is read from a file, such as text.txt."
            unreadable.append((file, said))
            continue
        except (UserError, OSError) as error:
            unreadable.append((file, named(file, str(error))))
            continue
        for name, text in found:
            if text.strip():
                yield name, text
            else:
                unreadable.append((name, f"{name} is empty: it has no text to classify."))


def _read(file: Path) -> list[tuple[Path, str]]:
    if file.suffix.lower() not in sheet.ENDINGS:
        return [(file, decoded(file)[0])]
    table = read_sheet(file)
    column = text_column(table)
    if column is None:
        raise UserError(f"no column of {file} is clearly the one of texts: call it text.")
    return [(Path(f"{file}:{line}"), text) for line, text in enumerate(table.column(column), 2)]
