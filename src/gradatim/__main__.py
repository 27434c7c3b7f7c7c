"""`python -m gradatim` and `torchrun -m gradatim` run the same commands as `gradatim`."""

from gradatim.cli import main

if __name__ == "__main__":
    main()
