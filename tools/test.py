"""`make test`: every test, in groups that each run the way that suits them, with the seconds of each.

More words are handed to pytest: `python -m tools.test -x -k batch`.
"""

import sys

from tools.steps import Step, run

PYTEST = ("pytest", "-q", "--durations=5", "--durations-min=5")
TWO = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
DESKS = ("-n", "2", "--dist", "loadgroup")
FUZZ = ("-p", "schemathesis.pytest.plugin")


def steps(words: list[str]) -> list[Step]:
    """The groups, each on two processes; the browser apart, with a product and a Chromium for each process."""
    return [
        Step("tests of code, database and API", (*PYTEST, *TWO, *FUZZ, "--ignore=tests/browser", "tests", *words)),
        Step("tests in the browser", (*PYTEST, *DESKS, "tests/browser", *words)),
    ]


if __name__ == "__main__":
    sys.exit(run(steps(sys.argv[1:])))
