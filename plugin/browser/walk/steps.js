/** The tree as its page shows it. */

import { inFull } from "../dom.js";
import { stepIn } from "./address.js";

/**
 * @typedef {ReturnType<typeof readStep>} Step
 * @typedef {ReturnType<typeof readAnswer>} Answer
 * @typedef {Map<string, Step>} Steps  by id
 */

/** @param {HTMLElement} section */
export function readStep(section) {
  const { node = "", kind, least, most } = section.dataset;
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = section.querySelectorAll("a.dt-answer");
  /** @type {HTMLElement} */
  const title = section.querySelector(".dt-step__title") ?? section;
  return {
    id: node,
    section,
    title,
    kind,
    isEnd: !links.length,
    // Checks and steps from here to an end, this one included
    least: Number(least),
    most: Number(most),
    answers: new Map(Array.from(links, readAnswer).map((answer) => [answer.id, answer])),
  };
}

/** @param {HTMLAnchorElement} link */
function readAnswer(link) {
  return {
    link,
    id: link.dataset.answer ?? "",
    label: link.querySelector(".dt-answer__label") ?? link,
    // No node if it leaves this tree
    to: isSamePage(link) ? stepIn(link.hash) : null,
    // Back to an earlier check
    isLoop: link.classList.contains("dt-answer--loop"),
  };
}

/**
 * Says whether a link leads to the page of its walk: to this one, or from an embedded walk to the tree's own.
 *
 * Compares whole addresses: instant navigation makes every href a full one.
 * @param {HTMLAnchorElement} link
 */
export function isSamePage(link) {
  /** @type {HTMLElement | null} */
  const walk = link.closest("decision-tree");
  return link.href.split("#")[0] === inFull(walk?.dataset.page ?? "");
}
