"""Every web route, by context."""

from django.urls import include, path

from sibao.config import health
from sibao.config.api import api
from sibao.config.metrics import metrics
from sibao.kernel.doors import PUBLIC, door

urlpatterns = [
    path("", include("sibao.dashboard.web.urls")),
    door("healthz", health.healthz, may=PUBLIC, name="healthz"),
    door("readyz", health.readyz, may=PUBLIC, name="readyz"),
    door("metrics", metrics, may=PUBLIC, name="metrics"),
    path("", include("sibao.accounts.web.sign_in_urls")),
    path("accounts/", include("sibao.accounts.web.urls")),
    path("", include("sibao.kernel.web.urls")),
    path("", include("sibao.portal.web.urls")),
    path("directory/", include("sibao.directory.web.urls")),
    path("", include("sibao.inbox.web.urls")),
    path("duty/", include("sibao.duty.web.urls")),
    path("consultations/", include("sibao.approvals.web.urls")),
    path("facts/", include("sibao.facts.web.urls")),
    path("guidance/", include("sibao.guidance.web.urls")),
    path("whitelist/", include("sibao.whitelist.web.urls")),
    path("prevention/", include("sibao.prevention.web.urls")),
    path("tracing/", include("sibao.tracing.web.urls")),
    path("routine/", include("sibao.routine.web.urls")),
    path("entry/", include("sibao.entry.web.urls")),
    path("audit/", include("sibao.audit.web.urls")),
    path("api/v1/", api.urls),
]

handler400 = "sibao.kernel.web.refusals.bad_request"
handler403 = "sibao.kernel.web.refusals.forbidden"
handler404 = "sibao.kernel.web.refusals.not_found"
handler429 = "sibao.kernel.web.refusals.too_many"
handler500 = "sibao.kernel.web.refusals.failed"
