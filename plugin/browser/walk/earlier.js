/**
 * What the answers given in an earlier tree say in words. An address carries only their ids, and another
 * page cannot be read where the site is opened from the disk; so a page tells the next one in the same tab.
 * In a shared link the ids themselves are shown.
 */

import { make } from "../dom.js";

const KEY = "decision-trees";

/** @typedef {{ question?: string, answer?: string, href?: string }} Told */

/** @returns {Record<string, Told>} by `tree/check=answer` */
function recallAll() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  } catch {
    // The browser may forbid to store anything.
    return {};
  }
}

/**
 * @param {string} key
 * @param {string} id
 * @returns {import("./state.js").Said}
 */
export function recall(key, id) {
  const { question = key, answer = id, href } = recallAll()[`${key}=${id}`] ?? {};
  return { question: make("span", "", question), answer: make("span", "", answer), href };
}

/** @param {Record<string, Told>} told */
export function remember(told) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(Object.assign(recallAll(), told)));
  } catch {
    // As above: the next page shows ids.
  }
}
