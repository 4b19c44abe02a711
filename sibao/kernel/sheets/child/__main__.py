"""`python -m sibao.kernel.sheets.child read FILE` and `… annotate FILE TARGET`: JSON lines on standard output.

A refusal is one line `{"refused": code, "params": {…}}`; the parent makes the words.
"""

import json
import sys
from pathlib import Path
from pkgutil import resolve_name

from sibao.kernel.sheets.child.limits import fence

fence()  # before any parser is even imported

from sibao.kernel.sheets.child.formats import read_file  # noqa: E402
from sibao.kernel.sheets.child.sending import send, send_sheets  # noqa: E402
from sibao.kernel.sheets.words import Refused  # noqa: E402

_ANNOTATE = "sibao.kernel.sheets.child.annotating:annotate"
"""Its writers are loaded for it alone: reading needs none of them."""


def main(verb: str, path: Path, *targets: str) -> None:
    """Does the one thing asked and says how it went."""
    try:
        if verb == "annotate":
            resolve_name(_ANNOTATE)(path, Path(targets[0]), json.load(sys.stdin))
        else:
            send_sheets(*read_file(path))
        send({"end": True})
    except Refused as refusal:
        send({"refused": refusal.code, "params": refusal.params})
    except MemoryError:
        send({"refused": "swollen", "params": {}})


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
