"""`make check`: everything about the code that a program can judge without running the product."""

import sys

from tools.steps import Step, run

STEPS = (
    Step("lint", ("ruff", "check", "--quiet", ".")),
    Step("format", ("ruff", "format", "--check", "--quiet", ".")),
    Step("types", ("mypy", "--no-error-summary")),
    Step("import contracts", ("tools.contracts",)),
    Step("migrations", ("sibao", "manage", "makemigrations", "--check", "--dry-run")),
    Step("translations", ("tools.translations", "check")),
    Step("requirements table", ("tools.requirements", "check")),
    Step("vendored files", ("tools.vendor",)),
)

if __name__ == "__main__":
    sys.exit(run(STEPS))
