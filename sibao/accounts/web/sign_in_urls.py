"""Routes of sign-in under the names that the sign-in library asks for; its other routes do not exist here."""

from allauth.account import views
from django.urls import re_path

from sibao.accounts.web import factors, oidc, own
from sibao.accounts.web.sign_in import Forgotten, OwnPassword, SignIn
from sibao.kernel.doors import PUBLIC, SIGNED_IN, door, gated

urlpatterns = [
    door("accounts/login/", SignIn.as_view(), may=PUBLIC, name="account_login"),
    door("accounts/oidc/", oidc.go, may=PUBLIC, name="oidc_login"),
    door("accounts/oidc/back/", oidc.back, may=PUBLIC, name="oidc_callback"),
    door("accounts/inactive/", views.account_inactive, may=PUBLIC, name="account_inactive"),
    door("accounts/logout/", views.logout, may=SIGNED_IN, name="account_logout"),
    door("accounts/password/change/", OwnPassword.as_view(), may=SIGNED_IN, name="account_change_password"),
    door("accounts/password/reset/", Forgotten.as_view(), may=PUBLIC, name="account_reset_password"),
    door("accounts/password/reset/done/", views.password_reset_done, may=PUBLIC, name="account_reset_password_done"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        gated(views.password_reset_from_key, PUBLIC),
        name="account_reset_password_from_key",
    ),
    door(
        "accounts/password/reset/key/done/",
        views.password_reset_from_key_done,
        may=PUBLIC,
        name="account_reset_password_from_key_done",
    ),
    door("accounts/reauthenticate/", factors.PasswordAgain.as_view(), may=SIGNED_IN, name="account_reauthenticate"),
    door("accounts/2fa/", factors.index, may=SIGNED_IN, name="mfa_index"),
    door("accounts/2fa/authenticate/", factors.SecondStep.as_view(), may=PUBLIC, name="mfa_authenticate"),
    door("accounts/2fa/reauthenticate/", factors.CodeAgain.as_view(), may=SIGNED_IN, name="mfa_reauthenticate"),
    door("accounts/2fa/app/", factors.AddApp.as_view(), may=SIGNED_IN, name="mfa_activate_totp"),
    door("accounts/2fa/codes/", factors.codes, may=SIGNED_IN, name="mfa_view_recovery_codes"),
    door("accounts/2fa/passkeys/add/", factors.AddKey.as_view(), may=SIGNED_IN, name="mfa_add_webauthn"),
    door("accounts/2fa/passkeys/login/", factors.PasskeySignIn.as_view(), may=PUBLIC, name="mfa_login_webauthn"),
    door(
        "accounts/2fa/passkeys/again/",
        factors.PasskeyAgain.as_view(),
        may=SIGNED_IN,
        name="mfa_reauthenticate_webauthn",
    ),
    door("accounts/2fa/<int:factor_id>/remove/", factors.remove, may=SIGNED_IN, name="mfa_remove"),
    door("language/", own.language, may=PUBLIC, name="set_language"),
]
