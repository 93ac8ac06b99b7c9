/** Loads what draws, which stands beside our script, once, when it is first needed. */

import { make } from "../dom.js";

/** @typedef {typeof import("./mermaid.js").parts} Parts */

export const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const ADDRESS = new URL("mermaid.min.js", script.src).href;

/** @type {Promise<Parts> | undefined} */
let loading;

/** @returns {Promise<Parts>} */
export function loadParts() {
  loading ??= new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`No mermaid from ${ADDRESS}`));
    const element = make("script", "");
    element.src = ADDRESS;
    element.onload = () => {
      const { decisionTreesDrawing: parts } = /** @type {{ decisionTreesDrawing?: Parts }} */ (globalThis);
      if (parts) resolve(parts);
      else fail();
    };
    element.onerror = fail;
    document.head.append(element);
  });
  return loading;
}
