"""Every web route, by context."""

from django.urls import include, path

urlpatterns = [
    path("", include("sibao.accounts.web.sign_in_urls")),
    path("accounts/", include("sibao.accounts.web.urls")),
]

handler400 = "sibao.kernel.web.refusals.bad_request"
handler403 = "sibao.kernel.web.refusals.forbidden"
handler404 = "sibao.kernel.web.refusals.not_found"
handler429 = "sibao.kernel.web.refusals.too_many"
handler500 = "sibao.kernel.web.refusals.failed"
