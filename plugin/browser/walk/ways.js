/** Ways through a tree. Nothing here knows a page. */

/**
 * @typedef {object} Answer
 * @property {string} id
 * @property {string | null} to  a node of this tree; null if it leaves the tree
 * @property {boolean} isLoop  back to an earlier check
 *
 * @typedef {object} Node
 * @property {Map<string, Answer>} answers  by id; none at an end
 * @property {string} [kind]  "step" for one that asks nothing
 *
 * @typedef {Map<string, Node>} Nodes  by id
 *
 * @typedef {Map<string, string>} Trail
 *   answers by check, in the order walked; those of an earlier tree come first, as `tree/check`
 *
 * @typedef {object} Position
 * @property {string} from  the node at which the walk began: the tree's start, unless another tree led elsewhere
 * @property {Trail} trail
 * @property {string} node
 */

/**
 * Says whether a key of a trail is a check of an earlier tree.
 * @param {string} key
 */
export function isEarlier(key) {
  return key.includes("/");
}

// The ids of a tree, a check and an answer: of what they are made, and how long they may be
const IDS = /^(?:[a-z0-9-]{1,64}(?:\/|$)){3}$/;

/**
 * The answers of an address that can be some: to a check of this tree one that it has, to one of an earlier
 * tree, of which nothing is known here, an id. Anybody may have written an address.
 * @param {Nodes} nodes
 * @param {Trail} given
 * @returns {Trail}
 */
export function possible(nodes, given) {
  return new Map(
    [...given].filter(([check, answer]) => nodes.get(check)?.answers.has(answer) ?? IDS.test(`${check}/${answer}`)),
  );
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
 * @param {Nodes} nodes
 * @param {string} from
 * @param {Trail} known
 * @param {boolean} [passesSteps]  whether steps need not be known: a link leads on though one has come to the tree
 * @returns {Position}
 */
export function follow(nodes, from, known, passesSteps) {
  const trail = earlierPart(known);
  let node = from;
  // Steps that were passed on the way to no answer are still to be done.
  let reached = from;
  for (let answer = answerAt(); answer?.to; answer = answerAt()) {
    trail.set(node, answer.id);
    if (known.has(node)) reached = answer.to;
    node = answer.to;
  }
  const position = { from, trail, node };
  return known.has(node) ? position : cutBefore(position, reached);

  function answerAt() {
    const isPassed = passesSteps && nodes.get(node)?.kind === "step";
    const answer = nodes.get(node)?.answers.get(known.get(node) ?? (isPassed ? "done" : ""));
    // An address that leads round, or out of what is known, ends before it does.
    return answer?.isLoop || trail.has(node) || !nodes.has(answer?.to ?? "") ? null : answer;
  }
}

/**
 * The ways with the fewest answers to all nodes that can be reached.
 * @param {Nodes} nodes
 * @param {string} start
 * @param {Trail} [trail]  the answers that led to the start
 */
export function waysFrom(nodes, start, trail = new Map()) {
  const ways = new Map([[start, trail]]);
  // A Map also visits what is added while it is read: it is the queue of this search.
  for (const [node, way] of ways) {
    for (const { id, to, isLoop } of nodes.get(node)?.answers.values() ?? []) {
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
  const at = [...trail.keys(), node].indexOf(node);
  return { from, trail: new Map([...trail].slice(0, at)), node };
}

/**
 * From where the reader stands to a node: back to it if it was passed, or else by the shortest way.
 * @param {Nodes} nodes
 * @param {Position} here
 * @param {string} node
 * @returns {Position}
 */
export function wayTo(nodes, here, node) {
  const { from, trail } = here;
  if (trail.has(node)) return cutBefore(here, node);
  const earlier = earlierPart(trail);
  const way = waysFrom(nodes, from, earlier).get(node);
  // Where nothing leads there from where another tree led to, it is a walk of its own.
  return { from: way ? from : node, trail: way ?? earlier, node };
}
