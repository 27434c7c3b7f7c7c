"""`python -m benchmarks.gpu [ROW ...] [--out gpu.json] [--dry] [--again]`."""

import sys

from benchmarks.gpu.runner import main
from gradatim.errors import UserError

try:
    main(sys.argv[1:])
except UserError as error:
    sys.exit(f"error: {error}")
