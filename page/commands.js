// The commands and files of the chosen pick, to copy.

import { byId, element } from "./dom.js";

export function drawFirstCommand(pick) {
  byId("first-command").replaceChildren(...(pick?.row.command?.first
    ? [snippet(`Runs ${pick.model.name} ${pick.row.quantization}`, pick.row.command.first)] : []));
}

/** The tools that files are written for. */
export function drawFormats(document, isCarried, current) {
  const select = byId("formats");
  const known = document.formats.filter(({ name }) => isCarried(name));
  select.replaceChildren(...known.map(({ name, meaning }) => element("option", { value: name, title: meaning }, name)));
  select.value = current;
}

export function drawFiles(document) {
  byId("files").replaceChildren(
    ...document.files.map((file) => snippet(file.path, file.text)),
    ...document.notes.map((text) => element("p", { class: "note" }, text)));
}

export function drawNoFiles(problem) {
  byId("files").replaceChildren(element("p", { class: "note" }, problem));
}

function snippet(title, text) {
  const copied = element("span", { class: "copied", role: "status" });
  const code = element("pre", { tabindex: "0", role: "region", "aria-label": title }, element("code", {}, text));
  const copy = async () => {
    copied.textContent = (await isCopied(text, code)) ? "copied" : "selected: copy with Ctrl-C";
    setTimeout(() => { copied.textContent = ""; }, 3000);
  };
  return element("div", { class: "snippet" },
    element("div", { class: "snippet-head" }, element("h3", {}, title), copied,
      element("button", { type: "button", "aria-label": `Copy ${title}`, onclick: copy }, "Copy")),
    code);
}

/** Without the right to the clipboard the text is selected instead. */
async function isCopied(text, node) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(node);
    return false;
  }
}
