// Where the time of one request goes: network, queue, prefill, decode.

import { byId, element, shape } from "./dom.js";
import { seconds, significant } from "./format.js";
import { bestRow } from "./capacity.js";

/** The parts come from the capacity at these users, the prefill from the speed of the pick, and the network from the reader. */
export function drawLatency(capacity, pick, networkMilliseconds) {
  const figure = byId("latency-chart");
  const row = capacity && bestRow(capacity);
  if (!row || !pick) {
    figure.replaceChildren(element("p", {}, "No engine serves the chosen pick to so many users here."));
    return;
  }
  const { input_tokens: input, output_tokens: output, users } = capacity.request;
  const first = row.time_to_first_token_seconds.p50;
  const alone = input / pick.row.speed.prefill_tokens_per_second.estimate;
  const prefill = Math.min(first, alone);
  const parts = [
    ["network", networkMilliseconds / 1000, "as you say it is"],
    ["queue", first - prefill, "waiting for others and the engine"],
    ["prefill", prefill, `${significant(input)} tokens read`],
    ["decode", output * row.time_per_token_seconds.p50, `${significant(output)} tokens written`],
  ];
  const total = parts.reduce((sum, [, length]) => sum + length, 0);
  const sentence = `${parts.map(([name, length]) => `${name} ${seconds(length)}`).join(", ")}: ${seconds(total)} in all`;
  let from = 0;
  const bars = parts.map(([name, length]) => {
    const bar = shape("rect", { x: (from / total) * 1000, width: Math.max(0, (length / total) * 1000), y: 0, height: 40, class: `part ${name}` },
      shape("title", {}, `${name}: ${seconds(length)}`));
    from += length;
    return bar;
  });
  figure.replaceChildren(
    shape("svg", { viewBox: "0 0 1000 40", preserveAspectRatio: "none", role: "img", "aria-label": sentence, class: "latency" }, ...bars),
    element("figcaption", {},
      element("ul", { class: "legend" }, ...parts.map(([name, length, text]) =>
        element("li", {}, element("span", { class: `swatch ${name}`, "aria-hidden": "true" }), `${name} ${seconds(length)}`, element("small", {}, ` ${text}`)))),
      element("p", {}, `A median request on ${row.engine} with ${users} at once takes ${seconds(total)}; one in twenty waits more than `
        + `${seconds(row.time_to_first_token_seconds.p95)} for its first token.`)));
}
