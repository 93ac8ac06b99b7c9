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
 * @param {string} text
 */
export function makeLink(href, text, className = "") {
  const link = make("a", className, text);
  link.href = href;
  return link;
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
