/** Says in full what a drawing says in short: to a pointer that rests there, and to who listens. */

import { fill } from "../words.js";
import { numberOf } from "./marks.js";

/**
 * What stands in `Chart` of `site/chart.py`: by their number the ids of nodes and what they say in full, and
 * arrows as "from to answer", two numbers and an id.
 * @typedef {[nodes: string[], texts: string[], arrows: string[]]} Facts
 */

/**
 * The names that mermaid gives arrows: parallel ones are L_n0_n1_0, then 2, 3 …
 * @param {string[]} arrows
 */
export function arrowsOf(arrows) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  return arrows.map((arrow) => {
    const [from = "", to = "", answer = ""] = arrow.split(" ");
    const between = `L_n${from}_n${to}_`;
    const count = counts.get(between) ?? 0;
    counts.set(between, count + (count ? 1 : 2));
    return { name: between + count, from, to, answer };
  });
}

/**
 * @param {SVGSVGElement} svg
 * @param {Facts} facts
 * @param {typeof import("../words.js").CHART} words
 */
export function sayInFull(svg, [, texts, arrows], words) {
  /** @type {Map<number, string>} */
  const titles = new Map();
  for (const node of svg.querySelectorAll(".node")) {
    const number = numberOf(node);
    titles.set(number, node.textContent?.trim() ?? "");
    const link = node.closest("a");
    const says = [texts[number], node.classList.contains("cut") && words.goes_further].filter(Boolean).join(" ");
    if (!link || !says) continue;
    link.ariaDescription = says;
    /** @type {HTMLElement | null} */ (node.querySelector(".nodeLabel"))?.setAttribute("title", says);
  }
  for (const { name, from, to, answer } of arrowsOf(arrows)) {
    /** @type {NodeListOf<SVGElement>} */
    const parts = svg.querySelectorAll(`[data-id="${name}"]`);
    for (const element of parts) {
      Object.assign(element.dataset, { from, answer });
      const label = element.textContent?.trim();
      if (!label) continue;
      element.role = "img";
      element.ariaLabel = fill(words.answer_to, { answer: label, title: titles.get(Number(to)) ?? "" });
    }
  }
}
