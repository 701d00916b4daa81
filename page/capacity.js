// How long users wait as there are more of them.

import { area, chart, legend, line } from "./charts.js";
import { byId, shape, table } from "./dom.js";
import { band, seconds, significant, whole } from "./format.js";

/** Of the engines that can run the model here, the one that carries most: rows come best first. */
export function bestRow(document) {
  return document.rows.find((row) => row.time_to_first_token_seconds) ?? null;
}

export function drawCapacity(series, users) {
  const points = series.map(({ users: number, document }) => ({ users: number, row: bestRow(document) })).filter((point) => point.row);
  const now = points.find((point) => point.users === users)?.row;
  const name = series[0]?.document.model.name ?? "";
  byId("capacity-sentence").textContent = sentence(name, users, now);
  if (points.length === 0) {
    byId("capacity-chart").replaceChildren();
    byId("capacity-table").replaceChildren();
    return;
  }
  draw(byId("capacity-chart"), name, points, users);
  const rows = points.map(({ users: number, row }) => [
    { header: true, value: whole(number) }, row.engine, row.checkpoint.label,
    { className: "number", value: seconds(row.time_to_first_token_seconds.p50) },
    { className: "number", value: seconds(row.time_to_first_token_seconds.p95) },
    { className: "number", value: band(row.tokens_per_second_per_user) },
    { className: "number", value: band(row.output_tokens_per_second) },
    row.limit,
  ]);
  byId("capacity-table").replaceChildren(table(`${name}: what each user waits`,
    ["Users", "Engine", "Checkpoint", "First token, median", "19 of 20 within", "Tokens/s each", "Tokens/s together", "Bound by"], rows));
}

function sentence(name, users, row) {
  if (!row) return `No engine serves ${name || "it"} to ${users} users here.`;
  const carries = row.largest ? ` It carries ${whole(row.largest.users)} at most (bound by ${row.limit ?? "nothing"}).` : "";
  return `${whole(users)} ${users === 1 ? "user of" : "users of"} ${name} ${row.checkpoint.label} on ${row.engine}: 19 of 20 wait up to `
    + `${seconds(row.time_to_first_token_seconds.p95)} for the first token, and each reads ${band(row.tokens_per_second_per_user)} tokens/s.${carries}`;
}

function draw(figure, name, points, users) {
  const waits = points.flatMap(({ row }) => [row.time_to_first_token_seconds.p50, row.time_to_first_token_seconds.p95]).filter((wait) => wait > 0);
  const [low, high] = [Math.min(...waits), Math.max(...waits)];
  const drawn = chart(figure, `Wait for the first token of ${name} over the number of users, from ${seconds(low)} to ${seconds(high)}. The table has the figures.`,
    legend([["median", "median"], ["tail", "19 of 20 wait no longer"]]),
    { domain: [1, Math.max(2, points.at(-1).users)], label: "users at once", log: true, format: whole, values: points.map((point) => point.users) },
    { domain: [low / 1.3, high * 1.3], label: "wait for the first token", log: true, format: seconds }, 300);
  const of = (key) => points.map((point) => [point.users, point.row.time_to_first_token_seconds[key]]);
  area(drawn, points.map((point) => [point.users, point.row.time_to_first_token_seconds.p50, point.row.time_to_first_token_seconds.p95]), "tail");
  line(drawn, of("p50"), "median");
  line(drawn, of("p95"), "tail");
  const { plot, x, y, height } = drawn;
  for (const point of points) {
    plot.append(shape("circle", { cx: x(point.users), cy: y(point.row.time_to_first_token_seconds.p95), r: 3.5, class: "tail" },
      shape("title", {}, `${point.users} users: ${seconds(point.row.time_to_first_token_seconds.p95)}, ${significant(point.row.tokens_per_second_per_user?.estimate)} tokens/s each`)));
  }
  plot.append(shape("path", { d: `M${x(users)},0V${height}`, class: "here" }));
}
