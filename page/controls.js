// The controls of the page and what is set: one follows the other.

import { byId } from "./dom.js";
import { tokens } from "./format.js";
import { isCarried, steps } from "./data.js";
import * as state from "./state.js";

/** What a step of a slider is called. */
const names = {
  "context": (text) => (text ? `${tokens(Number(text))} tokens` : "the use case’s"),
  "min-speed": (text) => (text ? `${text} tokens/s` : "the use case’s"),
  "users": (text) => text,
  "quant": (text) => text || "any",
  "kv-type": (text) => text || "f16",
  "max-ttft": (text) => (text ? `${text} s` : "as long as it pays"),
  "add-ram": (text) => (text ? `+${text.replace("GiB", " GiB")}` : "none"),
  "requests-per-day": (text) => Number(text).toLocaleString("en"),
};

/** Wires every control that has a key. An exported file answers the keys of `carriedKeys` alone of those that are `askedKeys`. */
export function begin(askedKeys, carriedKeys) {
  for (const control of document.querySelectorAll("[data-key]")) {
    const key = control.dataset.key;
    if (control.type === "range") {
      control.min = 0;
      control.max = steps(key).length - 1;
      control.step = 1;
      control.addEventListener("input", () => state.set({ [key]: steps(key)[control.value] }));
    } else {
      control.addEventListener(control.tagName === "SELECT" ? "change" : "input", () => take(control, key));
    }
    control.form?.addEventListener("submit", (event) => event.preventDefault());
    if (isCarried() && askedKeys.has(key) && !carriedKeys.has(key)) {
      control.disabled = true;
      control.title = "‘plimsoll serve’ answers this; the file does not.";
    }
  }
  for (const anchor of document.querySelectorAll("[data-jump]")) {
    // The fragment of the address is for what is set, so that jumping is done here.
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      const section = byId(anchor.dataset.jump);
      section.scrollIntoView({ block: "start" });
      section.focus({ preventScroll: true });
    });
  }
}

/** Shows what is set. */
export function show() {
  for (const control of document.querySelectorAll("[data-key]")) {
    const key = control.dataset.key;
    const text = state.value(key);
    if (control.type === "range") {
      const index = nearest(steps(key), text);
      control.value = index;
      const name = names[key](text);
      control.setAttribute("aria-valuetext", name);
      control.parentElement.querySelector("output").textContent = name;
    } else if (control !== document.activeElement || control.tagName === "SELECT") {
      control.value = text;
    }
  }
  const theme = state.value("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

let typing = 0;

/** Waits until a text has been typed. */
function take(control, key) {
  clearTimeout(typing);
  if (!control.validity.valid) return;
  const set = () => state.set({ [key]: control.value.trim() });
  if (control.tagName === "SELECT") set();
  else typing = setTimeout(set, 300);
}

/** The step that is set, or the one closest to a value that is none. */
function nearest(list, text) {
  const exact = list.indexOf(text);
  if (exact >= 0) return exact;
  const wanted = Number(text.replace(/k$/i, "e3"));
  if (!Number.isFinite(wanted)) return 0;
  let best = 0;
  list.forEach((step, index) => {
    if (Math.abs(Number(step) - wanted) < Math.abs(Number(list[best]) - wanted)) best = index;
  });
  return best;
}
