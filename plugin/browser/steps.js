/** The tree as its page shows it, and the ways through it. */

import { inFull } from "./dom.js";

/**
 * @typedef {ReturnType<typeof readStep>} Step
 * @typedef {ReturnType<typeof readAnswer>} Answer
 * @typedef {Map<string, Step>} Steps  by id
 * @typedef {Map<string, string>} Trail
 *   answers by check, in the order walked; those of an earlier tree come first, as `tree/check`
 *
 * @typedef {object} Position
 * @property {string} from  the node at which the walk began: the tree's start, unless another tree led elsewhere
 * @property {Trail} trail
 * @property {string} node
 * @property {string} [note]  what the reader should know about how they came here
 */

export const STEP = "#step-";

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
    text: title.textContent ?? node,
    kind,
    isEnd: kind !== "check",
    // Questions from here to an end, this one included
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
    label: link.querySelector(".dt-answer__label")?.textContent ?? "",
    // No node if it leaves this tree
    to: isSamePage(link) ? stepIn(link.hash) : null,
    // Back to an earlier check
    isLoop: link.classList.contains("dt-answer--loop"),
  };
}

/**
 * The node that a fragment names, of this tree or another; null if it is about something else.
 * @param {string} fragment
 */
export function stepIn(fragment) {
  return /^#step-([^?]+)/.exec(fragment)?.[1] ?? null;
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

/**
 * Says whether a key of a trail is a check of an earlier tree.
 * @param {string} key
 */
export function isEarlier(key) {
  return key.includes("/");
}

/** @param {Trail} trail */
export function earlierPart(trail) {
  return new Map([...trail].filter(([key]) => isEarlier(key)));
}

/** @param {Trail} trail */
export function ownPart(trail) {
  return [...trail].filter(([key]) => !isEarlier(key));
}

/**
 * Walks from a node as far as the known answers lead.
 * @param {Steps} steps
 * @param {string} from
 * @param {Trail} known
 * @returns {Position}
 */
export function follow(steps, from, known) {
  const trail = earlierPart(known);
  let node = from;
  for (;;) {
    const answer = steps.get(node)?.answers.get(known.get(node) ?? "");
    if (!answer?.to || answer.isLoop || trail.has(node) || !steps.has(answer.to)) return { from, trail, node };
    trail.set(node, answer.id);
    node = answer.to;
  }
}

/**
 * The ways with the fewest answers to all nodes that can be reached.
 * @param {Steps} steps
 * @param {string} start
 * @param {Trail} trail  the answers that led to the start
 */
export function waysFrom(steps, start, trail) {
  const ways = new Map([[start, trail]]);
  // A Map also visits what is added while it is read: it is the queue of this search.
  for (const [node, way] of ways) {
    for (const { id, to, isLoop } of steps.get(node)?.answers.values() ?? []) {
      if (to && !isLoop && !ways.has(to)) ways.set(to, new Map(way).set(node, id));
    }
  }
  return ways;
}

/**
 * Back to a check that was answered; with all answers, if it was not.
 * @param {Position} position
 * @param {string} node
 * @returns {Position}
 */
export function cutBefore({ from, trail }, node) {
  const answers = [...trail];
  const at = answers.findIndex(([check]) => check === node);
  return { from, trail: new Map(at < 0 ? answers : answers.slice(0, at)), node };
}

/**
 * Answers as an address has them.
 * @param {Trail} trail
 */
export function query(trail) {
  return `?${new URLSearchParams([...trail])}`.replaceAll("%2F", "/");
}
