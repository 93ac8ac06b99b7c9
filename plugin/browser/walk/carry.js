/** The answers that led to a step go along with the links that leave the walk, and come back. */

import { inFull, textOf } from "../dom.js";
import { hasAnswers, query, STEP, stepIn, WALK } from "./address.js";
import { remember } from "./earlier.js";
import { isSamePage } from "./steps.js";
import { isEarlier } from "./ways.js";

/**
 * Gives all links of a step that leave the walk what was answered.
 * @param {import("./state.js").State} state
 */
export function carryOn(state) {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = state.step.section.querySelectorAll("a.dt-answer, .dt-then a");
  for (const link of links) if (!isSamePage(link)) carryOver(state, link);
}

/**
 * Gives a link to another tree the answers, with that of the link itself if it is one.
 * @param {import("./state.js").State} state
 * @param {HTMLAnchorElement} link
 * @param {import("./ways.js").Position} [position]  where the link stands
 */
export function carryOver(state, link, { trail, node } = state.position) {
  const { answer } = link.dataset;
  /** @type {import("./ways.js").Trail} */
  const carried = new Map();
  /** @type {Record<string, import("./earlier.js").Told>} */
  const told = {};
  for (const [check, id] of answer ? new Map(trail).set(node, answer) : trail) {
    const key = isEarlier(check) ? check : `${state.tree.tree}/${check}`;
    const said = state.said(check, id);
    carried.set(key, id);
    if (key !== check) {
      told[`${key}=${id}`] = {
        question: textOf(said.question),
        answer: textOf(said.answer),
        href: inFull(said.href ?? ""),
      };
    }
  }
  const to = stepIn(link.hash);
  link.hash = (to ? STEP + to : WALK) + query(carried);
  remember(told);
}

/** On the page of a single node: lets the link into the walk keep the answers that the address brought along. */
export function leadBack() {
  const { hash } = location;
  if (!hasAnswers(hash)) return;
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll(".dt-go a");
  for (const link of links) link.hash = hash;
}
