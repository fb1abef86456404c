"""`python -m analys`: the same as the command `analys`."""

import sys

from analys.cli import main

if __name__ == "__main__":
    sys.exit(main())
