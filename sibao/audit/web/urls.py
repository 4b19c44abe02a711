"""Routes of the record."""

from sibao.audit.web import keys, privacy, seals
from sibao.audit.web.lists import LINES
from sibao.kernel.doors import SIGNED_IN, door
from sibao.kernel.lists.page import list_view

app_name = "audit"
urlpatterns = [
    door("", list_view(LINES), may="audit:line:read", name="lines"),
    door("seals/", seals.seals, may="audit:seal:read", name="seals"),
    door("seals/now/", seals.seal, may="audit:line:seal", name="seal-now"),
    door("seals/checkpoint/", seals.sign, may="audit:checkpoint:sign", name="checkpoint-sign"),
    door("seals/checkpoint/<int:checkpoint_id>/", seals.checkpoint, may="audit:checkpoint:take", name="checkpoint"),
    door("privacy/mine/", privacy.mine, may=SIGNED_IN, name="own-looks"),
    door("privacy/inquire/", privacy.inquire, may="audit:look:inquire", name="inquire"),
    door("privacy/register/", privacy.register, may="audit:processing:read", name="register"),
    door("privacy/keys/", keys.keys, may="audit:key:read", name="keys"),
    door("privacy/keys/rotate/", keys.rotate, may="audit:key:rotate", name="key-rotate"),
    door("privacy/keys/due/", keys.due, may="audit:key:read", name="key-due"),
    door("privacy/holds/", keys.holds, may="audit:hold:read", name="holds"),
    door("privacy/holds/<int:hold_id>/lift/", keys.lift, may="audit:hold:lift", name="hold-lift"),
    door("privacy/keys/retire/", keys.retire, may="audit:key:retire", name="key-retire"),
    door(
        "privacy/keys/<int:destroyed_id>/certificate.pdf",
        keys.certificate,
        may="audit:key:read",
        name="key-certificate",
    ),
    door("seals/verify/", seals.verify, may="audit:record:verify", name="verify"),
]
