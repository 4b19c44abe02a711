// A gate's page: the last answers for the people of the site stay in this page for some minutes, for when there is no network.
"use strict";
(() => {
  const page = document.querySelector("[data-gate]"), form = page?.querySelector("form");
  if (!form) return;
  const site = form.elements.namedItem("site_id"), code = form.elements.namedItem("code");
  const EVERY = 60_000, PATIENCE = 8_000, MARK = 7, LENGTH = 16;
  let kept = null;

  const isKept = () => kept !== null && kept.site === site.value;
  const passed = () => (Date.now() - kept.at) / 1000;
  const isFresh = () => isKept() && passed() >= 0 && passed() < kept.good;

  async function take() {
    const wanted = site.value;
    if (!wanted) return;
    try {
      const at = Date.now();
      const answer = await fetch(page.dataset.answers.replace("/0/", `/${wanted}/`), { signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) kept = { ...await answer.json(), site: wanted, at };
      else if (answer.status < 500) kept = null;
    } catch { /* No network: what is kept grows older, and the page says how old it is. */ }
    showAge();
  }

  function showAge() {
    const told = page.dataset, age = page.querySelector("[data-gate-age]");
    age.textContent = !isKept() ? told.none : isFresh() ? told.fresh.replace("%s", Math.floor(passed() / 60)) : told.stale;
  }

  // A code as it was typed, or the address that its picture holds, as the sixteen characters that it means.
  function plain(text) {
    const typed = text.slice(text.lastIndexOf("#") + 1).normalize("NFKC").toUpperCase();
    return typed.replace(/O/g, "0").replace(/[IL]/g, "1").replace(/[^0-9A-Z]/g, "");
  }

  function answer(text) {
    const typed = plain(text);
    if (!isFresh()) return ["unknown", isKept() ? "stale" : "none"];
    if (typed.length !== LENGTH) return ["unknown", "code"];
    const [colour, why, seconds] = kept.answers[typed.slice(0, MARK)] ?? ["unknown", "not_here", null];
    return seconds !== null && passed() >= seconds ? ["unknown", "too_old"] : [colour, why];
  }

  function answerHere() {
    const [colour, why] = answer(code.value);
    const shown = document.querySelector(`[data-gate-local="${colour}"]`).content.cloneNode(true);
    const words = kept?.why ?? {};
    shown.querySelector("[data-gate-why]").textContent = words[why] ?? page.dataset.none;
    document.getElementById("gate-answer").replaceWith(shown);
    showAge();
  }

  form.addEventListener("htmx:sendError", answerHere);
  form.addEventListener("htmx:timeout", answerHere);
  form.addEventListener("htmx:afterOnLoad", () => code.select());
  site.addEventListener("change", take);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) take(); });
  setInterval(take, EVERY);
  setInterval(showAge, EVERY / 6);
  take();

  // Somebody's code was scanned with the phone's camera: its address brought us here, and it is no part of what is sent.
  if (plain(location.hash).length === LENGTH && location.hash.length > LENGTH) {
    code.value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
    window.addEventListener("load", () => form.requestSubmit());
  } else code.focus();
})();
