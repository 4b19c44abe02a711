// Tells the page what the stream says: `live:<topic>` on the body, at most once per topic in 300 ms, and never while
// a piece that listens is being fetched: what it is told meanwhile would go with the piece that is replaced.
"use strict";
(() => {
  const waiting = new Map();
  const opened = Date.now();
  const AGAIN = 5000;
  let wasOff = false;

  function announce(topic, ids) {
    const known = waiting.get(topic);
    if (known) { known.push(...ids); return; }
    waiting.set(topic, [...ids]);
    setTimeout(tellPage, 300, topic);
  }

  function tellPage(topic) {
    if (fetching(topic)) { setTimeout(tellPage, 300, topic); return; }
    const detail = { topic, ids: waiting.get(topic) };
    waiting.delete(topic);
    document.body.dispatchEvent(new CustomEvent("live:" + topic, { detail }));
  }

  const listeners = () => [...document.querySelectorAll("[hx-trigger*='live:']")];
  const topicsOf = (element) => [...element.getAttribute("hx-trigger").matchAll(/live:([\w-]+)/g)].map((match) => match[1]);
  const topicsHere = () => new Set(listeners().flatMap(topicsOf));
  const fetching = (topic) =>
    listeners().some((element) => element.matches(".htmx-request") && topicsOf(element).includes(topic));

  // A piece that could not be fetched asks again: nobody else will tell it what it missed.
  function askAgain(event) {
    const { elt: piece, xhr } = event.detail;
    const passing = !xhr?.status || xhr.status === 429 || xhr.status >= 500;
    if (passing && piece.matches("[hx-trigger*='live:']")) setTimeout(() => announce(topicsOf(piece)[0], []), AGAIN);
  }

  // The time that the page was made at tells how far the product's clock stands from this machine's.
  const ahead = () => Date.parse(document.body.dataset.now) - opened || 0;
  const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" });

  function show(on, since) {
    for (const element of document.querySelectorAll("[data-live-state]")) {
      const time = clock.format(since + ahead());
      element.textContent = on ? element.dataset.on : element.dataset.off.replace("%s", time);
      element.dataset.liveState = on ? "on" : "off";
    }
    if (on && wasOff) topicsHere().forEach((topic) => announce(topic, []));
    wasOff = wasOff ? !on : !on;
  }

  function hear(message) {
    if (message.kind === "live") announce(message.topic, message.ids);
    else show(message.on, message.since);
  }

  function alone() {
    let source = null;
    const open = () => {
      source = new EventSource("/events?since=0");
      source.onopen = () => show(true, Date.now());
      source.onerror = () => show(false, Date.now());
      source.addEventListener("live", (event) => hear({ kind: "live", ...JSON.parse(event.data) }));
    };
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) source?.close();
      else open();
    });
    open();
  }

  for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(failed, askAgain);

  document.addEventListener("DOMContentLoaded", () => {
    const script = document.querySelector("script[data-live-worker]");
    if (!window.SharedWorker || !script) { alone(); return; }
    const worker = new SharedWorker(script.dataset.liveWorker, "sibao-live");
    worker.port.onmessage = (event) => hear(event.data);
    window.addEventListener("pagehide", () => worker.port.postMessage("bye"));
  });
})();
