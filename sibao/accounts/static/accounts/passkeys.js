// Wakes up forms that a passkey fills in: <form data-passkey="add" data-button="…" data-credential="…">, options in #js_data.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const { passkey, button, credential, passwordless } = form.dataset;
    const ids = { [passkey]: button, credential, data: "js_data" };
    if (passwordless) ids.passwordless = passwordless;
    window.allauth.webauthn.forms[`${passkey}Form`]({ ids });
  }
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const note of document.querySelectorAll("[data-passkey-failed]")) note.hidden = false;
});
