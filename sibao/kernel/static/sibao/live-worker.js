// One stream for every tab of a browser: browsers allow six connections to a server, and a tab must not use one up.
"use strict";
const ports = new Set(), RECENT = 10_000;
let source = null, lastId = 0, state = { on: null, since: Date.now() }, recent = [];

function tell(message) { for (const port of ports) port.postMessage(message); }

// A tab that opens later is told the last seconds again: its page was made before it could listen.
function remember(message) {
  recent = recent.filter((one) => Date.now() - one.at < RECENT);
  recent.push({ at: Date.now(), message });
}

function setState(on) {
  if (state.on === on) return;
  state = { on, since: Date.now() };
  tell({ kind: "state", ...state });
}

function open() {
  source = new EventSource("/events?since=" + lastId);
  source.onopen = () => setState(true);
  source.addEventListener("live", (event) => {
    lastId = event.lastEventId || lastId;
    const message = { kind: "live", ...JSON.parse(event.data) };
    remember(message);
    tell(message);
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
  for (const one of recent) if (Date.now() - one.at < RECENT) port.postMessage(one.message);
  if (!source) open();
};
