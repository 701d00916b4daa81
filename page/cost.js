// What hosted models and this machine cost, over volume.

import { chart, labels, legend, line } from "./charts.js";
import { byId, element, shape, table } from "./dom.js";
import { significant, usd, whole } from "./format.js";

const mostHosted = 5;

/** One answer for what is set, and a series over volume for the picture. */
export function drawCost(answer, series, requestsPerDay) {
  byId("cost-sentence").textContent = sentence(answer);
  const shown = hosted(answer);
  drawCurve(byId("cost-chart"), answer, series, shown, requestsPerDay);
  const rows = answer.options.filter((option) => option.side === "local" || shown.some((one) => option.name === nameOf(one))).map((option) => {
    const comparison = answer.comparisons.find((one) => one.api === option.name);
    return [
      { header: true, value: option.name },
      { className: "number", value: usd(option.monthly_usd) },
      { className: "number", value: usd(option.loaded_monthly_usd) },
      { className: "number", value: usd(option.usd_per_million_tokens) },
      option.side === "local" ? localText(answer, option) : crossover(comparison),
    ];
  });
  byId("cost-table").replaceChildren(
    table("A month’s cost", ["Choice", "A month", "with hardware spread", "per million tokens", "When one’s own machine pays"], rows),
    element("details", {}, element("summary", {}, "What is assumed"),
      element("ul", {}, ...[...answer.assumptions, ...answer.warnings].map((text) => element("li", {}, text)))));
}

function nameOf(api) {
  return `${api.provider}/${api.model}`;
}

/** The cheapest and the usual ones: a picture of two dozen lines shows nothing. */
function hosted(answer) {
  return answer.api.slice(0, mostHosted);
}

function crossover(comparison) {
  if (!comparison) return "–";
  const requests = comparison.break_even_requests_per_month;
  return requests === null ? comparison.reason : `from ${whole(requests / 30)} requests a day: ${comparison.reason}`;
}

function localText(answer, option) {
  const local = answer.local.find((one) => one.name === option.name);
  if (!local) return "–";
  const share = local.utilisation === null ? "" : `${significant(local.utilisation * 100, 2)} % used, `;
  return `${share}carries ${whole(local.requests_per_month_capacity / 30)} requests a day`;
}

function sentence(answer) {
  const first = answer.comparisons[0];
  const local = answer.local[0];
  if (!local) return "No machine of one’s own is compared.";
  const load = `${whole(answer.workload.requests_per_month / 30)} requests a day of ${whole(answer.workload.input_tokens)} + ${whole(answer.workload.output_tokens)} tokens`;
  return `${load}: ${usd(local.monthly_usd)} a month on ${local.name}${first ? `; against ${first.api}: ${first.reason}` : ""}.`;
}

function drawCurve(figure, answer, series, shown, requestsPerDay) {
  const volumes = series.map((point) => point.requests);
  const own = series.map(({ requests, document }) => [requests, document.local[0]?.loaded_monthly_usd ?? null, document.local[0]?.monthly_usd ?? null]);
  const costs = [...own.flatMap(([, loaded, plain]) => [loaded, plain]), ...shown.flatMap((api) => volumes.map((volume) => api.usd_per_request * volume * 30))];
  const positive = costs.filter((cost) => cost > 0);
  if (positive.length === 0) {
    figure.replaceChildren();
    return;
  }
  const drawn = chart(figure, `Monthly cost over requests a day: one’s own machine against ${shown.map(nameOf).join(", ")}. The table has the figures.`,
    legend([["own", "one’s own, with hardware spread"], ["own-plain", "one’s own, running cost alone"], ["hosted", "hosted"]]),
    { domain: [Math.min(...volumes), Math.max(...volumes)], label: "requests a day", log: true, format: whole },
    { domain: [Math.max(0.01, Math.min(...positive)), Math.max(...positive)], label: "US dollars a month", log: true, format: usd });
  const end = volumes.at(-1);
  const wanted = [];
  for (const api of shown) {
    line(drawn, volumes.map((volume) => [volume, Math.max(0.01, api.usd_per_request * volume * 30)]), "hosted");
    const at = end / 12;
    wanted.push({ x: drawn.x(at), y: drawn.y(Math.max(0.01, api.usd_per_request * at * 30)) - 6, text: api.model });
  }
  line(drawn, own.map(([volume, loaded]) => [volume, loaded || null]), "own");
  line(drawn, own.map(([volume, , plain]) => [volume, plain || null]), "own-plain");
  labels(drawn, wanted);
  markCrossovers(drawn, answer, shown);
  drawn.plot.append(shape("path", { d: `M${drawn.x(requestsPerDay)},0V${drawn.height}`, class: "here" }));
}

function markCrossovers({ plot, x, y }, answer, shown) {
  const [low, high] = x.domain;
  for (const api of shown) {
    const monthly = answer.comparisons.find((one) => one.api === nameOf(api))?.loaded_break_even_requests_per_month;
    const volume = monthly / 30;
    if (!monthly || volume < low || volume > high) continue;
    plot.append(shape("circle", { cx: x(volume), cy: y(Math.max(0.01, api.usd_per_request * monthly)), r: 5, class: "crossover" },
      shape("title", {}, `from ${whole(volume)} requests a day one’s own machine is cheaper than ${nameOf(api)}`)));
  }
}
