/** The walk as it shows in a chart and its outline. */

/**
 * @typedef {object} Walk  the detail of `decision-tree:walk`
 * @property {string | undefined} tree
 * @property {string} node
 * @property {{ check: string, answer: string }[]} trail
 * @property {string[]} ahead  what can be reached
 */

/** @typedef {"taken" | "here" | "ahead" | "off"} Mark */

/**
 * Says how the nodes and arrows of a tree stand to a walk.
 * @param {Walk} walk
 */
export function marksOf({ node: here, trail, ahead }) {
  const given = new Map(trail.map(({ check, answer }) => [check, answer]));
  const reachable = new Set(ahead);
  return {
    /**
     * @param {string} node
     * @returns {Mark}
     */
    node(node) {
      if (node === here) return "here";
      if (given.has(node)) return "taken";
      return reachable.has(node) ? "ahead" : "off";
    },

    /**
     * @param {string} check
     * @param {string} answer
     * @returns {Mark}
     */
    arrow(check, answer) {
      if (given.get(check) === answer) return "taken";
      return reachable.has(check) ? "ahead" : "off";
    },
  };
}

/**
 * @param {Element} element
 * @param {Mark} name
 * @param {Element | null} [link]  which says it to those who do not see it
 */
export function mark(element, name, link) {
  for (const each of ["taken", "here", "off"]) element.classList.toggle(`dt-${each}`, each === name);
  if (link) link.ariaCurrent = name === "here" ? "step" : null;
}

/**
 * @param {Element} element  a node as mermaid drew it
 * @returns {number} the `3` of its `n3` in the source
 */
export function numberOf({ id }) {
  return Number(/flowchart-n(\d+)-/.exec(id)?.[1]);
}
