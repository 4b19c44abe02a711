"""What guides and plans give to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.guidance import queries
from sibao.guidance.web import lists, tiles
from sibao.kernel import subjects
from sibao.kernel.attaching.hanging import hang_on
from sibao.kernel.slots import MenuEntry, Tile, menu
from sibao.kernel.slots import tiles as screen

GROUP, READ = _("指南预案"), lists.DOCUMENTS.may
subjects.add("guide_document", "guidance:document", queries.reached_documents)
hang_on("guide_document", queries.takes_files)
menu.add(
    MenuEntry("guides", 300, READ, GROUP, _("1+1+N 体系"), "books", "guidance:overview"),
    MenuEntry("guide-documents", 310, READ, GROUP, lists.DOCUMENTS.title, "file-text", "guidance:documents"),
)
screen.add(Tile("guides", 337, READ, GROUP, "books", "guidance/tile.html", tiles.shelf, ("guides",), size="s3"))
