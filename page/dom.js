// Elements of the page. Whatever comes from a document goes through text nodes and attributes, never through markup.

/** An element; attributes that are null or false are left out, `on…` are listeners. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same in a picture. */
export function shape(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

export function byId(id) {
  return document.getElementById(id);
}

/** A table with a caption; a cell is a text, an element, or {value, header, className}. */
export function table(caption, headings, rows, attributes = {}) {
  return element("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": caption },
    element("table", attributes,
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...headings.map((text) => element("th", { scope: "col" }, text)))),
      element("tbody", {}, ...rows.map((cells) => element("tr", {}, ...cells.map(cell))))));
}

function cell(content) {
  const isPlain = content === null || typeof content !== "object" || content instanceof Node;
  const { value, header, className } = isPlain ? { value: content } : content;
  return element(header ? "th" : "td", { scope: header ? "row" : null, class: className }, value ?? "–");
}

function filled(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}
