/**
 * What the answers given in an earlier tree say in words. An address carries only their ids, and another
 * page cannot be read where the site is opened from the disk; so a page tells the next one in the same tab.
 * In a shared link the ids themselves are shown.
 */

const KEY = "decision-trees";

/** @typedef {{ question: string, answer: string, href?: string }} Said */

/** @returns {Record<string, Said>} by `tree/check=answer` */
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
 * @param {string} answer
 * @returns {Said}
 */
export function recall(key, answer) {
  return recallAll()[`${key}=${answer}`] ?? { question: key, answer };
}

/** @param {Record<string, Said>} said */
export function remember(said) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...recallAll(), ...said }));
  } catch {
    // As above: the next page shows ids.
  }
}
