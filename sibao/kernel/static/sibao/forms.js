// Nothing typed is lost: drafts on this device, a question before leaving, files dragged in, errors found at once.
// What has to be chosen from many is offered while one types.
// A form takes part by data-draft="name"; data-confirm-leave alone only asks before leaving.
"use strict";
(() => {
  const words = () => document.getElementById("sb-words").dataset;
  const PREFIX = "sibao:draft:";
  const DAYS = 7;
  const account = document.body.dataset.account || "";
  const keyOf = (form) => `${PREFIX}${account}:${form.dataset.draft}`;
  const kept = (field) => field.name && field.name !== "csrfmiddlewaretoken" && !["password", "file", "hidden", "submit", "button"].includes(field.type) && !field.closest("[data-no-draft]");

  function read(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  }
  function write(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
  }

  function values(form) {
    const found = {};
    [...form.elements].filter(kept).forEach((field) => {
      if (field.type === "checkbox" || field.type === "radio") (found[field.name] ||= []).push(...(field.checked ? [field.value] : []));
      else if (field.multiple) found[field.name] = [...field.selectedOptions].map((option) => option.value);
      else (found[field.name] ||= []).push(field.value);
    });
    return found;
  }

  function fill(form, found) {
    const turn = {};
    [...form.elements].filter(kept).forEach((field) => {
      const given = found[field.name];
      if (!given) return;
      if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
      else if (field.multiple) [...field.options].forEach((option) => { option.selected = given.includes(option.value); });
      else field.value = given[(turn[field.name] = (turn[field.name] ?? -1) + 1)] ?? field.value;
    });
  }

  function restoredNote(form, draft, original) {
    const note = document.createElement("div");
    note.className = "sb-note is-info";
    note.setAttribute("role", "status");
    const text = document.createElement("div");
    text.textContent = words().restored + new Date(draft.at).toLocaleString(document.documentElement.lang);
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "btn btn-sm";
    discard.textContent = words().discard;
    discard.addEventListener("click", () => {
      fill(form, original);
      localStorage.removeItem(keyOf(form));
      note.remove();
    });
    note.append(text, discard);
    form.prepend(note);
  }

  function keepDraft(form) {
    const key = keyOf(form);
    const original = values(form);
    const before = JSON.stringify(original);
    const refused = form.querySelector("[aria-invalid='true'], .sb-summary");
    const draft = read(key);
    if (draft && !refused && JSON.stringify(draft.values) !== before) {
      fill(form, draft.values);
      restoredNote(form, draft, original);
      form.dataset.dirty = "1";
    }
    let timer = 0;
    const save = (sent) => {
      const now = values(form);
      if (!sent && JSON.stringify(now) === before) return localStorage.removeItem(key);
      const stored = write(key, { at: Date.now(), values: now, sent, page: location.pathname });
      const said = form.querySelector("[data-draft-state]");
      if (said && stored) said.textContent = words().saved;
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => save(false), 400); });
    form.addEventListener("submit", () => { clearTimeout(timer); save(true); });
    window.addEventListener("pagehide", () => { if (form.dataset.dirty && !form.dataset.sending) save(false); });
  }

  // A draft that was sent and whose form is gone from the page has arrived; sign-in and error pages prove nothing.
  function sweep() {
    const settled = document.body.dataset.page === "page";
    const present = new Set([...document.querySelectorAll("form[data-draft]")].map(keyOf));
    Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => {
      const draft = read(key);
      const old = !draft || Date.now() - draft.at > DAYS * 86400000;
      const arrived = settled && draft?.sent && key.startsWith(`${PREFIX}${account}:`) && !present.has(key);
      if (old || arrived) localStorage.removeItem(key);
    });
  }

  function askBeforeLeaving(form) {
    form.addEventListener("input", () => { form.dataset.dirty = "1"; });
    form.addEventListener("submit", () => { form.dataset.sending = "1"; });
    window.addEventListener("beforeunload", (event) => {
      if (form.dataset.dirty && !form.dataset.sending) event.preventDefault();
    });
    window.addEventListener("pageshow", () => { delete form.dataset.sending; });
  }

  function dropZone(zone) {
    const input = zone.querySelector("input[type=file]");
    const name = zone.querySelector("[data-drop-name]");
    ["dragenter", "dragover"].forEach((kind) => zone.addEventListener(kind, () => zone.classList.add("is-over")));
    ["dragleave", "drop"].forEach((kind) => zone.addEventListener(kind, () => zone.classList.remove("is-over")));
    input.addEventListener("change", () => {
      const file = input.files[0];
      zone.classList.toggle("is-filled", Boolean(file));
      if (file) name.textContent = `${file.name} · ${(file.size / 1024).toFixed(0)} KB`;
    });
  }

  // What matches is offered while one types; what is typed is understood by the server in any case.
  function offer(input) {
    let timer = 0;
    let turn = 0;
    const ask = async () => {
      const mine = ++turn;
      const answer = await fetch(`${input.dataset.picker}?q=${encodeURIComponent(input.value)}`);
      if (!answer.ok || mine !== turn) return;
      const { options } = await answer.json();
      input.list.replaceChildren(...options.map(({ label }) => Object.assign(document.createElement("option"), { value: label })));
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => ask().catch(() => {}), 250); });
  }

  function onceOnly(form) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = "1";
      setTimeout(() => { delete form.dataset.sent; }, 4000);
    });
  }

  function wake(root) {
    root.querySelectorAll("form[data-draft]").forEach(keepDraft);
    root.querySelectorAll("form[data-draft], form[data-confirm-leave]").forEach(askBeforeLeaving);
    root.querySelectorAll("[data-drop]").forEach(dropZone);
    root.querySelectorAll("form[method=post]").forEach(onceOnly);
    root.querySelectorAll("input[data-picker]").forEach(offer);
  }

  document.addEventListener("DOMContentLoaded", () => {
    try { sweep(); } catch { /* storage is switched off: drafts are not kept */ }
    wake(document);
    document.querySelector("[data-sign-out]")?.addEventListener("submit", () => {
      Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => localStorage.removeItem(key));
    });
  });
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) wake(event.detail.elt); });
})();
