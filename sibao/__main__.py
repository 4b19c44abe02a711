"""`sibao <group> <verb>`: the product from the command line."""

import sys

from sibao.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
