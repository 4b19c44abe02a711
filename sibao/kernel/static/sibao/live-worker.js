// One stream for every tab of a browser: browsers allow six connections to a server, and a tab must not use one up.
"use strict";
const ports = new Set();
let source = null, lastId = "", state = { on: null, since: Date.now() };

function tell(message) { for (const port of ports) port.postMessage(message); }

function setState(on) {
  if (state.on === on) return;
  state = { on, since: Date.now() };
  tell({ kind: "state", ...state });
}

function open() {
  source = new EventSource("/events" + (lastId ? "?since=" + lastId : ""));
  source.onopen = () => setState(true);
  source.addEventListener("live", (event) => {
    lastId = event.lastEventId || lastId;
    tell({ kind: "live", ...JSON.parse(event.data) });
  });
  source.onerror = () => {
    setState(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(open, 5000);
  };
}

onconnect = (event) => {
  const port = event.ports[0];
  ports.add(port);
  port.onmessage = (message) => { if (message.data === "bye") ports.delete(port); };
  if (state.on !== null) port.postMessage({ kind: "state", ...state });
  if (!source) open();
};
