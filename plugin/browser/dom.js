/** Elements made and text read, in few words. */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {(Node | string)[]} children
 */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

/**
 * Something folded: native, so that its state is announced.
 * @param {string} name
 * @param {HTMLElement[]} children
 */
export function makeFold(name, ...children) {
  const summary = make("summary", "");
  const body = make("div", "dt-prose", ...children);
  return { summary, body, details: make("details", `dt-fold dt-fold--${name}`, summary, body) };
}

/**
 * @param {string} text
 * @param {() => void} onclick
 */
export function makeButton(text, onclick) {
  return Object.assign(make("button", "", text), { onclick });
}

/**
 * @param {string} href
 * @param {(Node | string)[]} children
 */
export function makeLink(href, ...children) {
  const link = make("a", "", ...children);
  link.href = href;
  return link;
}

/**
 * What a line shows, to be shown elsewhere as well: its text, and code and emphasis in it.
 * @param {Element} line
 */
export function shownBy(line) {
  return [...line.cloneNode(true).childNodes].filter((node) => !(node instanceof Element && node.matches("a, button")));
}

/**
 * A text on one line.
 * @param {string} text
 */
export function oneLine(text) {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

/** @param {Element} element */
export function textOf(element) {
  return oneLine(element.textContent ?? "");
}

/**
 * An address in full, from where the page is; of an empty one the page's own, without fragment.
 * @param {string} href
 */
export function inFull(href) {
  return new URL(href, location.href).href;
}

/**
 * Says whether a click asks to follow a link here and now: not in a new tab or window, not to save it.
 * @param {MouseEvent} event
 */
export function isPlain({ button, ctrlKey, metaKey, shiftKey, altKey }) {
  return !(button || ctrlKey || metaKey || shiftKey || altKey);
}

/**
 * @param {EventTarget} element
 * @param {string} name
 * @param {object} [detail]
 * @returns {boolean} whether nobody cancelled it
 */
export function tell(element, name, detail) {
  return element.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }));
}

/**
 * Copies a text and says so on the button that was pressed.
 * @param {HTMLButtonElement} button
 * @param {string} text
 * @param {string} done
 */
export async function copyText(button, text, done) {
  const name = button.textContent ?? "";
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = done;
    button.addEventListener("blur", () => (button.textContent = name), { once: true });
  } catch {
    // Plain http has no clipboard, and it may be forbidden: the reader copies by hand.
    // biome-ignore lint/suspicious/noAlert: what is in it can be selected, and no clipboard is needed
    prompt(name, text);
  }
}
