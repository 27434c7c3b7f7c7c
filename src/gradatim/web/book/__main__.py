"""Write the book: `python -m gradatim.web.book [FOLDER]`, by default into `book/`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from gradatim.web.book.site import write_book


def main(arguments: Sequence[str] | None = None) -> None:
    """Write all pages and say where they are."""
    parser = argparse.ArgumentParser(
        prog="python -m gradatim.web.book", description="Write the course as a static site."
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("book"), help="default: book")
    folder = parser.parse_args(arguments).folder
    pages = write_book(folder, say=lambda line: print(f"\r{line[:78]:<78}", end="", flush=True))
    print(f"\r{pages} pages in {folder}; `python -m http.server -d {folder}` shows them.")


if __name__ == "__main__":
    main()
