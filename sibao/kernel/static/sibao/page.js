// What every page can do: menus, dialogs, bulk selection, search key, and what happens around htmx requests.
"use strict";
(() => {
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = () => document.getElementById("sb-words").dataset;

  function drawer(open) {
    const app = document.querySelector(".sb-app");
    const button = document.querySelector("[data-drawer-open]");
    if (!app || !button) return;
    app.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
    (open ? app.querySelector("[data-drawer-close]") : button).focus();
  }

  function closeMenus(except) {
    $$("details.sb-menu[open]").filter((menu) => menu !== except).forEach((menu) => menu.removeAttribute("open"));
  }

  function toast(message, tone = "danger") {
    const box = document.getElementById("sb-toasts");
    if (!box) return;
    const note = document.createElement("div");
    note.className = `sb-note is-${tone}`;
    const icon = document.createElement("i");
    icon.className = `ti ti-${tone === "danger" ? "alert-octagon" : "info-circle"}`;
    icon.setAttribute("aria-hidden", "true");
    const text = document.createElement("div");
    text.textContent = message;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn btn-sm btn-quiet";
    close.textContent = words().close;
    close.addEventListener("click", () => note.remove());
    note.append(icon, text, close);
    box.replaceChildren(note);
  }

  function openDialog(id) {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open) dialog.showModal();
  }

  // Confirm by typing: the button answers only when the word is right.
  function watchWord(form) {
    const field = form.elements.namedItem("confirmation");
    const button = form.querySelector("button:not([type])");
    const check = () => { button.disabled = field.value.trim() !== form.dataset.confirmWord; };
    field.addEventListener("input", check);
    check();
  }

  // Bulk selection: [data-bulk] holds the boxes, the bar, and the hidden flag for "all N matching".
  function bulk(region) {
    const items = () => $$("[data-bulk-item]", region);
    const master = region.querySelector("[data-bulk-all]");
    const bar = region.querySelector("[data-bulk-bar]");
    const matching = region.querySelector("[data-bulk-matching]");
    const flag = region.querySelector("[data-bulk-flag]");

    function show() {
      const boxes = items();
      const chosen = boxes.filter((box) => box.checked);
      boxes.forEach((box) => box.closest("tr")?.classList.toggle("is-selected", box.checked));
      if (chosen.length < boxes.length && flag) flag.value = "";
      const everything = Boolean(flag && flag.value);
      if (master) {
        master.checked = boxes.length > 0 && chosen.length === boxes.length;
        master.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
      }
      if (!bar) return;
      bar.hidden = chosen.length === 0;
      bar.querySelector("[data-bulk-count]").textContent = everything ? matching.dataset.total : String(chosen.length);
      if (matching) {
        matching.setAttribute("aria-pressed", String(everything));
        matching.hidden = Number(matching.dataset.total) <= boxes.length;
      }
    }
    function setAll(checked) { items().forEach((box) => { box.checked = checked; }); }

    region.addEventListener("change", (event) => {
      if (event.target === master) setAll(master.checked);
      if (event.target.matches("[data-bulk-item], [data-bulk-all]")) show();
    });
    region.addEventListener("click", (event) => {
      if (event.target.closest("[data-bulk-clear]")) { setAll(false); show(); master?.focus(); }
      if (event.target.closest("[data-bulk-matching]")) { setAll(true); flag.value = flag.value ? "" : "1"; show(); }
    });
    show();
  }

  function wake(root) {
    $$("[data-bulk]", root).concat(root.matches?.("[data-bulk]") ? [root] : []).forEach((region) => {
      if (region.dataset.awake) return;
      region.dataset.awake = "1";
      bulk(region);
    });
    $$("form[data-confirm-word]", root).forEach(watchWord);
    $$("[data-autosubmit]", root).forEach((field) => field.addEventListener("change", () => field.form.requestSubmit()));
    $$("dialog[data-open]", root).forEach((dialog) => openDialog(dialog.id));
    root.querySelector?.("[data-focus]")?.focus();
    const back = root.querySelector?.("[data-back]");
    if (back && history.length > 1) back.hidden = false;
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    closeMenus(target.closest("details.sb-menu"));
    if (target.closest("[data-drawer-open]")) return drawer(true);
    if (target.closest("[data-drawer-close]") || target.matches(".sb-app.is-open")) return drawer(false);
    if (target.closest("[aria-disabled='true']")) event.preventDefault();
    const up = target.closest("[data-order-up]"), moved = up?.closest("[data-order] > li");
    if (moved) { moved.previousElementSibling?.before(moved); up.focus(); }
    const opener = target.closest("[data-dialog-open]");
    if (opener) { event.preventDefault(); openDialog(opener.dataset.dialogOpen); }
    if (target.closest("[data-dialog-close]")) target.closest("dialog")?.close();
    if (target.closest("[data-print]")) window.print();
    if (target.closest("[data-back]")) history.back();
  });

  if (document.querySelector("[data-print-now]")) window.addEventListener("load", () => window.print());

  const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && !typing(event.target) && document.getElementById("help")) location.hash = "help";
    if (event.key === "Escape") {
      if (location.hash === "#help") location.hash = "main";
      const menu = document.querySelector("details.sb-menu[open]");
      if (menu) { closeMenus(null); menu.querySelector("summary").focus(); }
      if (document.querySelector(".sb-app.is-open")) drawer(false);
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      const search = document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
  });

  // htmx: token on every request, a line on top while it runs, plain words when it fails.
  let running = 0;
  const busy = (step) => {
    running = Math.max(0, running + step);
    document.querySelector(".sb-busy")?.classList.toggle("is-on", running > 0);
  };
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("meta[name=csrf-token]")?.content;
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
  });
  document.addEventListener("htmx:beforeRequest", () => busy(1));
  document.addEventListener("htmx:afterRequest", () => busy(-1));
  document.addEventListener("htmx:sendError", () => toast(words().offline));
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    const id = event.detail.xhr.getResponseHeader("X-Request-ID");
    const said = status === 401 ? words().signedOut : status === 403 ? words().denied : words().failed;
    toast(id ? `${said} ${words().request} ${id}` : said);
  });
  document.addEventListener("htmx:load", (event) => wake(event.detail.elt));

  document.addEventListener("DOMContentLoaded", () => wake(document));
  window.sibao = Object.assign(window.sibao || {}, { toast, openDialog });
})();
