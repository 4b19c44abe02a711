"""`make test`: every test, in groups that each run the way that suits them, with the seconds of each.

More words are handed to pytest: `python -m tools.test -x -k batch`.
"""

import sys

from tools.steps import Step, run

PLAIN = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
PYTEST = ("pytest", "-q", "-p", "pytest_django.plugin", "-p", "xdist.plugin", "-p", "_hypothesis_pytestplugin")


def steps(words: list[str]) -> list[Step]:
    """The groups: most tests on two processes; the browser and the API fuzzing alone, for they need the machine."""
    apart = ("--ignore=tests/browser", "--ignore=tests/api")
    return [
        Step("tests of code and database", (*PYTEST, "-n", "2", "--dist", "loadfile", *apart, "tests", *words), PLAIN),
        Step("tests of the API", (*PYTEST, "-p", "schemathesis.pytest.plugin", "tests/api", *words), PLAIN),
        Step("tests in the browser", (*PYTEST, "tests/browser", *words), PLAIN),
    ]


if __name__ == "__main__":
    sys.exit(run(steps(sys.argv[1:])))
