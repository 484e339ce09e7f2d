/** @param {string} id @returns {any} the element; the page has it */
export const byId = (id) => document.getElementById(id);

/**
 * An element. Children that are strings become text: nothing that users write is ever read as HTML.
 *
 * @param {string} tag with its classes, as in `span.badge`
 * @param {Record<string, any>} attributes functions are listeners; what is `false`, `undefined` or empty is left out
 * @param {...any} children nodes and texts; what is `false`, `undefined` or empty is left out as well
 */
export function h(tag, attributes, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== false && value !== undefined && value !== "") element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child) => child !== false && child !== undefined && child !== ""));
  return element;
}

const faces = new WeakMap();

/**
 * Shows rows in a list and leaves alone what has not changed: the focus, and pictures that are loaded.
 *
 * @param {HTMLElement} list
 * @param {{ key: string }[]} rows
 * @param {(row: any) => HTMLElement} draw
 */
export function showRows(list, rows, draw) {
  const focused = document.activeElement;
  const old = new Map(Array.from(list.children, (/** @type {any} */ node) => [node.dataset.key, node]));
  rows.forEach((row, index) => {
    const face = JSON.stringify(row);
    let node = old.get(row.key);
    if (node === undefined || faces.get(node) !== face) {
      const fresh = draw(row);
      fresh.dataset.key = row.key;
      faces.set(fresh, face);
      if (node !== undefined) node.replaceWith(fresh);
      node = fresh;
    }
    old.delete(row.key);
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] || null);
  });
  for (const node of old.values()) node.remove();
  // Who has been moved, or drawn again, has lost it.
  if (focused instanceof HTMLElement && focused !== document.activeElement) refocus(list, focused);
}

function refocus(list, focused) {
  if (list.contains(focused)) focused.focus();
  else if (focused.dataset.focus) list.querySelector(`[data-focus="${CSS.escape(focused.dataset.focus)}"]`)?.focus();
}

/** @param {string} selector @returns {Iterable<any>} */
const all = (selector) => document.querySelectorAll(selector);

/** Puts the texts of a language where the page says it wants them. */
export function say(texts) {
  for (const element of all("[data-text]")) element.textContent = texts[element.dataset.text];
  for (const element of all("[data-placeholder]")) element.placeholder = texts[element.dataset.placeholder];
  for (const element of all("[data-label]")) element.setAttribute("aria-label", texts[element.dataset.label]);
  for (const element of all("[data-tip]")) element.title = texts[element.dataset.tip];
}

/** Addresses that messages bring: only what a browser fetches, never what it would run. */
export function safeUrl(url) {
  return /^(https?|blob):/i.test(url || "") ? url : "";
}

/**
 * A picture, or the first letter of a name.
 *
 * @param {{ avatar: string, letter: string, isGroup?: boolean, isOnline?: boolean }} who
 */
export function avatar({ avatar: url, letter, isGroup, isOnline }, size = "normal") {
  const src = safeUrl(url);
  return h(
    `span.avatar.avatar-${size}${isGroup ? ".avatar-group" : ""}`,
    { "aria-hidden": "true" },
    src === "" ? letter : h("img", { src, alt: "", loading: "lazy" }),
    isOnline && h("i.online", {}),
  );
}

let hiding;

/** Says something for a moment. */
export function toast(text) {
  const element = byId("toast");
  element.textContent = text;
  element.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    element.hidden = true;
  }, 4000);
}
