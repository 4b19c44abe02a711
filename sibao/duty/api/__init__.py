"""Duties by API, read only: who looks after which unit, who answers for what at its sites, and who leads which group."""

from ninja import Router

from sibao.duty.api.groups import router as groups
from sibao.duty.api.liaisons import router as liaisons
from sibao.duty.api.responsibles import router as responsibles

router = Router(tags=["duty"])
router.add_router("", liaisons)
router.add_router("", responsibles)
router.add_router("", groups)
