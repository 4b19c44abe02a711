"""What consultations give to the shell and to the kernel's gate."""

from django.utils.translation import gettext_lazy as _

from sibao.approvals import queries
from sibao.approvals.services.gate import Consultations
from sibao.approvals.web import lists, panels
from sibao.kernel import subjects
from sibao.kernel.attaching.hanging import hang_on
from sibao.kernel.consultation import gives_voice, set_gate
from sibao.kernel.slots import MenuEntry, Panel, menu, workbench

READ = "approvals:consultation:read"
set_gate(Consultations())
gives_voice("approvals:opinion:give")
subjects.add("consultation", "approvals:consultation", queries.reached)
hang_on("consultation", queries.takes_evidence)
subjects.add("consulted_body", "approvals:asked")
menu.add(
    MenuEntry(
        "consultations",
        35,
        READ,
        "",
        lists.CONSULTATIONS.title,
        "users",
        "approvals:consultations",
    )
)
workbench.add(
    Panel("consultations", 5, READ, _("会签"), "approvals/panel.html", panels.mine, ("consultations",), "wide")
)
