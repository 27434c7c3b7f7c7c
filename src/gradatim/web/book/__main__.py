"""Write the book: `python -m gradatim.web.book [FOLDER]`, by default into `book/`."""

import sys
from pathlib import Path

from gradatim.web.book.site import write_book


def main() -> None:
    """Write all pages and say where they are."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "book")
    pages = write_book(folder, say=lambda line: print(f"\r{line[:78]:<78}", end="", flush=True))
    print(f"\r{pages} pages in {folder}; `python -m http.server -d {folder}` shows them.")


if __name__ == "__main__":
    main()
