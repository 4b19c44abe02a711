"""What a guard gives at a gate."""

from typing import Annotated

from pydantic import StringConstraints

from sibao.entry.inputs.words import Id, Input


class CheckAtGate(Input):
    """门岗核验: the site whose gate it is, and the code that somebody shows, as typed or scanned."""

    site_id: Id
    code: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class RecordAtGate(CheckAtGate):
    """登记核验: the same once more; the same `once` twice is the same pass."""

    once: Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_-]{8,40}$")]
