"""Tables of the kernel: they hold account ids without a foreign key and know no business word."""

from sibao.kernel.models.attachments import Attachment
from sibao.kernel.models.clock import ClockMove, ClockOffset
from sibao.kernel.models.documents import IssuedDocument
from sibao.kernel.models.files import StoredFile
from sibao.kernel.models.lists import SavedFilter
from sibao.kernel.models.live import LiveEvent
from sibao.kernel.models.personal import PersonalLook
from sibao.kernel.models.revisions import Revision, RevisionRow
from sibao.kernel.models.runs import ExportRun, HeadingMemory, ImportRow, ImportRun, RunState
from sibao.kernel.models.zoned import Code, CodeList, FeatureSwitch

__all__ = [
    "Attachment",
    "ClockMove",
    "ClockOffset",
    "Code",
    "CodeList",
    "ExportRun",
    "FeatureSwitch",
    "HeadingMemory",
    "ImportRow",
    "ImportRun",
    "IssuedDocument",
    "LiveEvent",
    "PersonalLook",
    "Revision",
    "RevisionRow",
    "RunState",
    "SavedFilter",
    "StoredFile",
]
