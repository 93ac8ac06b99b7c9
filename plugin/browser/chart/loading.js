/** Loads what draws, which stands beside our script, once, when it is first needed. */

import { make } from "../dom.js";

/** @typedef {typeof import("./mermaid.js").parts} Parts */

export const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const ADDRESS = new URL("mermaid.min.js", script.src).href;

/** @type {Promise<Parts> | undefined} */
let loading;

/** @returns {Promise<Parts>} rejected with what does not hold mermaid, without a reason where nothing comes */
export function loadParts() {
  if (!loading) {
    loading = new Promise((resolve, reject) => {
      const element = make("script", "");
      element.src = ADDRESS;
      element.onload = () => {
        const { decisionTreesDrawing: parts } = /** @type {{ decisionTreesDrawing?: Parts }} */ (globalThis);
        if (parts) resolve(parts);
        else reject(ADDRESS); // somebody else answers there
      };
      // Without a reason: the browser tells of a file that is missing, and Firefox comes here as well when it
      // stops loading because the reader leaves.
      element.onerror = () => reject();
      document.head.append(element);
    });
    // Whoever asks again may have a network by then, or have logged in to one.
    loading.catch(() => {
      loading = undefined;
    });
  }
  return loading;
}
