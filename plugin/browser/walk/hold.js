/**
 * Keeps the walk in the page's address. A theme may write the heading there that was scrolled to, as Material
 * does with `navigation.tracking`, by replacing the entry of the history; no event tells of it, and what the
 * entry said is lost. So while a walk has the address, whatever only puts another fragment there is not heard;
 * nor while the address has the answers of a walk, which instant navigation writes before it brings the page.
 * What makes an entry of its own, as a link to a heading does, goes on as ever.
 */

import { inFull } from "../dom.js";
import { hasAnswers } from "./address.js";

const { replaceState } = history;

/** @type {(() => boolean) | undefined} */
let isHeld;

/** To be called once for all pages that instant navigation brings. */
export function holdAddresses() {
  history.replaceState = (state, unused, url) => {
    const isOnlyFragment = url && inFull(/** @type {string} */ (url)).split("#")[0] === inFull("");
    const isWalk = hasAnswers(location.hash) || isHeld?.();
    replaceState.call(history, state, unused, isOnlyFragment && isWalk ? location.href : url);
  };
}

/** @param {() => boolean} holds  whether the page's address is a walk's now */
export function hold(holds) {
  isHeld = holds;
}

/** @param {string} fragment  what the entry of the history says from now on */
export function write(fragment) {
  replaceState.call(history, history.state, "", inFull(fragment));
}
