"""`make check`: everything about the code that a program can judge without running the product."""

import os
import sys
from tempfile import TemporaryDirectory

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
    with TemporaryDirectory() as nobodys_home:  # what an installation in this folder holds says nothing about the code
        os.environ["SIBAO_HOME"] = nobodys_home
        sys.exit(run(STEPS))
