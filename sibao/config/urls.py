"""Every web route, by context."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
]

handler400 = "sibao.kernel.web.refusals.bad_request"
handler403 = "sibao.kernel.web.refusals.forbidden"
handler404 = "sibao.kernel.web.refusals.not_found"
handler500 = "sibao.kernel.web.refusals.failed"
