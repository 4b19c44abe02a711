// Draws every element with data-chart from the JSON script it names; colours come from the stylesheet's variables.
// Kinds: spark {name, labels, values, unit, tone} · line {labels, series:[{name, values, tone}], target, unit} · bars {labels, series, stacked, unit} · map {shapes: GeoJSON, areas:[{name, count, tone, word}], note} · graph {nodes:[{id, name, note, x, y, tone}], links:[{source, target}]} · option {…an ECharts option}
"use strict";
(() => {
  const style = () => getComputedStyle(document.body);
  const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
  const colour = (tone) => style().getPropertyValue(`--sb-${tone || "primary"}`).trim();
  const font = () => style().getPropertyValue("--sb-font").trim();
  const TONES = ["primary", "ok", "warn", "danger", "info", "unknown"];

  const text = (size = 0.75, tone = "muted") => ({ fontSize: size * rem(), color: colour(tone), fontFamily: font() });
  const tooltip = (unit) => ({
    trigger: "axis", renderMode: "richText", confine: true, backgroundColor: colour("card"), borderColor: colour("control"),
    textStyle: text(0.8125, "ink"), valueFormatter: (value) => (value === null || value === undefined ? "—" : `${value}${unit || ""}`),
  });
  const axes = (data, scale = false) => ({
    xAxis: { type: "category", data: data.labels, axisLabel: text(), axisLine: { lineStyle: { color: colour("control") } }, axisTick: { show: false } },
    yAxis: { type: "value", scale, name: data.unit || "", nameTextStyle: text(), axisLabel: text(), splitLine: { lineStyle: { color: colour("line") } } },
  });
  const target = (value) => value === undefined || value === null ? undefined : {
    silent: true, symbol: "none", lineStyle: { color: colour("ink"), width: 2, type: "solid" },
    label: { ...text(0.75, "ink"), formatter: String(value), position: "insideEndTop" }, data: [{ yAxis: value }],
  };

  const KINDS = {
    spark: (data) => ({
      tooltip: tooltip(data.unit),
      title: { text: data.name, left: 0, top: 0, padding: 0, textStyle: { ...text(), fontWeight: 400 } },
      grid: { left: 2, right: 2.5 * rem(), top: 1.25 * rem(), bottom: 0.5 * rem() },
      xAxis: { type: "category", show: false, boundaryGap: false, data: data.labels },
      yAxis: { type: "value", show: false, scale: true },
      series: [{ type: "line", name: data.name, data: data.values, symbol: "none", lineStyle: { width: 2, color: colour(data.tone) }, itemStyle: { color: colour(data.tone) },
        endLabel: { show: true, formatter: "{c}", ...text(0.8125, "ink"), fontWeight: 700 } }],
    }),
    line: (data) => ({
      tooltip: tooltip(data.unit), ...axes(data, true),
      grid: { left: 2.5 * rem(), right: 5 * rem(), top: 2 * rem(), bottom: 1.75 * rem() },
      series: data.series.map((one, index) => ({
        type: "line", name: one.name, data: one.values, symbolSize: 6, connectNulls: false,
        lineStyle: { width: 2, color: colour(one.tone || TONES[index]) }, itemStyle: { color: colour(one.tone || TONES[index]) },
        endLabel: { show: true, formatter: "{a}", ...text(0.75, "ink") }, markLine: index ? undefined : target(data.target),
      })),
    }),
    bars: (data) => ({
      tooltip: tooltip(data.unit), ...axes(data), legend: data.series.length > 1 ? { top: 0, right: 0, textStyle: text() } : undefined,
      grid: { left: 3 * rem(), right: 0.5 * rem(), top: 2 * rem(), bottom: 1.75 * rem() },
      series: data.series.map((one, index) => ({
        type: "bar", name: one.name, data: one.values, stack: data.stacked ? "all" : undefined, barMaxWidth: 2 * rem(),
        itemStyle: { color: colour(one.tone || TONES[index]) }, label: { show: !data.stacked, position: "top", ...text(0.75, "ink") },
        markLine: index ? undefined : target(data.target),
      })),
    }),
    map: (data) => {
      echarts.registerMap("areas", data.shapes);
      const areas = data.areas.map((one) => ({ name: one.name, value: one.count, word: one.word, itemStyle: { areaColor: colour(`${one.tone}-tint`) || colour("card") } }));
      const said = (one) => one.data ? `${one.name} ${one.data.value}\n${one.data.word}` : one.name;
      return {
        tooltip: { ...tooltip(), trigger: "item", formatter: said, valueFormatter: undefined },
        title: { text: data.note, left: "center", bottom: 0, padding: 0, textStyle: { ...text(0.75, "ink"), fontWeight: 400 } },
        series: [{
          type: "map", map: "areas", roam: false, selectedMode: false, aspectScale: 0.82, top: 4, left: 4, right: 4, bottom: 1.75 * rem(), data: areas,
          label: { show: true, ...text(0.6875, "ink"), formatter: said }, itemStyle: { areaColor: colour("unknown-tint"), borderColor: colour("muted"), borderWidth: 1 },
          emphasis: { label: { show: true, ...text(0.6875, "ink"), formatter: said }, itemStyle: { areaColor: colour("primary-tint"), borderWidth: 2 } },
        }],
      };
    },
    graph: (data) => ({
      tooltip: { ...tooltip(), trigger: "item", formatter: (one) => one.data.note || one.name, valueFormatter: undefined },
      series: [{
        type: "graph", layout: "none", roam: false, top: "8%", bottom: "12%", left: "8%", right: "12%", symbolSize: 0.875 * rem(), edgeSymbol: ["none", "arrow"], edgeSymbolSize: 0.5 * rem(),
        label: { show: true, position: "bottom", width: 7 * rem(), overflow: "truncate", ...text(0.6875, "ink") }, lineStyle: { color: colour("muted"), width: 1, curveness: 0.1 }, emphasis: { disabled: true },
        data: data.nodes.map((one) => ({ id: one.id, name: one.name, note: one.note, x: one.x, y: one.y, itemStyle: { color: colour(one.tone) } })), links: data.links,
      }],
    }),
    option: (data) => data,
  };

  function draw(element) {
    const source = document.getElementById(element.dataset.chart);
    if (!source) return;
    const data = JSON.parse(source.textContent);
    const chart = echarts.getInstanceByDom(element) || echarts.init(element, null, { renderer: "svg" });
    chart.setOption({ animation: false, aria: { enabled: true }, textStyle: { fontFamily: font() }, ...KINDS[element.dataset.kind || "option"](data) }, true);
    element.setAttribute("role", "img");
    if (!element.dataset.watched) {
      element.dataset.watched = "1";
      new ResizeObserver(() => { if (element.isConnected) chart.resize(); }).observe(element);
    }
  }

  const drawAll = (root) => {
    if (root.matches?.("[data-chart]")) draw(root);
    root.querySelectorAll("[data-chart]").forEach(draw);
  };
  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) drawAll(event.detail.elt); });
})();
