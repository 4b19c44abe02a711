"""`make shots`: pictures of the pages listed in tests/browser/shots.toml, of a fresh demo zone, into docs/pictures."""

import sys

from tests.browser.shots import main

if __name__ == "__main__":
    sys.exit(main())
