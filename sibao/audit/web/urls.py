"""Routes of the record."""

from sibao.audit.web import seals
from sibao.audit.web.lists import LINES
from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view

app_name = "audit"
urlpatterns = [
    door("", list_view(LINES), may="audit:line:read", name="lines"),
    door("seals/", seals.seals, may="audit:seal:read", name="seals"),
    door("seals/now/", seals.seal, may="audit:line:seal", name="seal-now"),
    door("seals/checkpoint/", seals.sign, may="audit:checkpoint:sign", name="checkpoint-sign"),
    door("seals/checkpoint/<int:checkpoint_id>/", seals.checkpoint, may="audit:checkpoint:take", name="checkpoint"),
    door("seals/verify/", seals.verify, may="audit:record:verify", name="verify"),
]
