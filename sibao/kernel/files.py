"""Files kept beside the rows they belong to, sealed at rest."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sibao.kernel.access import Actor
from sibao.kernel.models import StoredFile
from sibao.kernel.refusals import NotFound
from sibao.kernel.secrets import month, open_bytes, seal_bytes

PACK = "files"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was handed in."""

    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def keep(actor: Actor, upload: Upload, now: datetime, *, pack: str = PACK) -> StoredFile:
    """Keep a file, sealed with the key of a pack and this month; called inside a command.

    Bytes and row are one row of the database: no crash leaves one without the other.
    """
    return StoredFile.objects.create(
        zone_id=actor.zone_id,
        name=upload.name[-255:],
        content_type=upload.content_type[:120],
        size=len(upload.content),
        sha256=upload.sha256,
        sealed=seal_bytes(upload.content, pack=pack, period=month()),
        created_at=now,
        created_by=actor.account_id,
    )


def content_of(actor: Actor, file_id: int) -> bytes:
    """Return a file's bytes to whoever holds the row that it belongs to; a file itself has no place in the scope.

    Raises:
        NotFound: there is none of that id in the actor's zone.
        SealBroken: the bytes or their key are damaged.
    """
    found = StoredFile.objects.filter(zone_id=actor.zone_id, pk=file_id).first()
    if found is None:
        raise NotFound
    return open_bytes(found.sealed)
