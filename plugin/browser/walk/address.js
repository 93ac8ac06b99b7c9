/**
 * A walk as the fragment of an address:
 *   #walk?check=answer&…                   from the tree's start; steps on the way need not be named
 *   #walk?tree/check=answer&check=answer&… with the answers that another tree gave before
 *   #step-node?tree/check=answer&…         the same, from a node that another tree led to
 *   #step-node                             at a node, by the shortest way
 * Nothing here knows a page.
 */

import { follow, possible, wayTo } from "./ways.js";

/**
 * @typedef {import("./ways.js").Nodes} Nodes
 * @typedef {import("./ways.js").Position} Position
 * @typedef {import("./ways.js").Trail} Trail
 *
 * @typedef {object} Read
 * @property {Position} position
 * @property {Trail} known  all answers that were found, also those that lead nowhere now
 * @property {boolean} isStale  whether some of it holds no more
 */

export const WALK = "#walk";
export const STEP = "#step-";

/**
 * The node that a fragment names, of this tree or another; null if it is about something else.
 * @param {string} fragment
 */
export function stepIn(fragment) {
  return /^#step-([^?]+)/.exec(fragment)?.[1] ?? null;
}

/**
 * Says whether a fragment has the answers of a walk.
 * @param {string} fragment
 */
export function hasAnswers(fragment) {
  return /^#(?:walk|step-[^?]+)\?./.test(fragment);
}

/**
 * Answers as an address has them.
 * @param {Trail} trail
 */
export function query(trail) {
  return `?${new URLSearchParams([...trail])}`.replaceAll("%2F", "/");
}

/**
 * @param {Position} position
 * @param {string} start  the tree's first check
 * @returns {string} a fragment; nothing at the start
 */
export function write({ from, trail, node }, start) {
  if (from !== start) return STEP + from + query(trail);
  if (trail.size) return WALK + query(trail);
  return node === from ? "" : STEP + node;
}

/**
 * What a fragment says of a walk; null if it is about something else on the page.
 * @param {string} fragment
 * @param {Nodes} nodes
 * @param {string} start  the tree's first check
 * @param {Position} here  where the reader stands
 * @returns {Read | null}
 */
export function read(fragment, nodes, start, here) {
  const [name, given] = fragment.split("?");
  const node = stepIn(fragment);
  if (given === undefined && node) {
    if (!nodes.has(node)) return null;
    const position = wayTo(nodes, here, node);
    return { position, known: position.trail, isStale: false };
  }
  if (name !== WALK && !node) return null;
  const asked = new Map(new URLSearchParams(given));
  const known = possible(nodes, asked);
  const isKept = !node || nodes.has(node);
  const position = follow(nodes, (isKept && node) || start, known, true);
  const last = nodes.get(position.node)?.answers.get(known.get(position.node) ?? "");
  const met = [...known.keys()].filter((check) => position.trail.has(check));
  const isStale = !isKept || met.length + (last ? 1 : 0) < asked.size;
  return last?.isLoop && !isStale ? read(STEP + last.to, nodes, start, position) : { position, known, isStale };
}
