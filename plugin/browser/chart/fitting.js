/** What a drawing needs, guessed before it is made: in which direction a tree is shown largest. */

/** @typedef {"TD" | "LR"} Way */

/** The directions, and how wide labels may be in each, in px, in the order in which that is tried. */
export const WIDTHS = /** @type {const} */ ({ TD: [150, 112, 84], LR: [112, 150] });

// What a box takes with its answer and the space around it, in the first width of each direction: along the
// ways, and beside its neighbours. Measured on the trees of this project's own site.
const ALONG = { TD: 105, LR: 200 };
const BESIDE = { TD: 200, LR: 109 };

// What the next width does to the size of a drawing.
const NEXT = { TD: { x: 0.83, y: 1.17 }, LR: { x: 1.17, y: 0.87 } };

/** @typedef {{ width: number, height: number }} Size */

/**
 * @param {string} source  in mermaid's language
 * @param {Size} room
 * @returns {Way[]} the directions, first that which should need less scaling
 */
export function waysFor(source, room) {
  const { levels, breadth } = measure(source);
  const down = scaleIn(room, { width: breadth * BESIDE.TD, height: levels * ALONG.TD });
  const across = scaleIn(room, { width: levels * ALONG.LR, height: breadth * BESIDE.LR });
  return across > down ? ["LR", "TD"] : ["TD", "LR"];
}

/**
 * Says whether the next width of labels should give a drawing that is shown larger.
 * @param {Way} way
 * @param {Size} drawn  in this width
 * @param {Size} room
 */
export function mayHelp(way, { width, height }, room) {
  const { x, y } = NEXT[way];
  return scaleIn(room, { width: width * x, height: height * y }) > 1.02 * scaleIn(room, { width, height });
}

/**
 * @param {Size} room
 * @param {Size} size
 */
function scaleIn(room, size) {
  return Math.min(room.width / size.width, room.height / size.height);
}

/**
 * Counts the levels of a chart, and the boxes on its broadest one.
 * @param {string} source
 */
function measure(source) {
  // An answer that goes back has a dotted arrow and moves no box.
  const arrows = Array.from(source.matchAll(/^(n\d+) -->(?:.*\|)? (n\d+)$/gm), ([, from = "", to = ""]) => ({
    from,
    to,
  }));
  /** @type {Map<string, number>} */
  const levels = new Map();
  for (const { from, to } of arrows) levels.set(from, 1).set(to, 1);
  // Each round settles one level more.
  for (let round = 1, isSettled = false; !isSettled && round < levels.size; round += 1) {
    isSettled = true;
    for (const { from, to } of arrows) {
      const level = (levels.get(from) ?? 1) + 1;
      if (level <= (levels.get(to) ?? 1)) continue;
      levels.set(to, level);
      isSettled = false;
    }
  }
  /** @type {Map<number, number>} */
  const boxes = new Map();
  for (const level of levels.values()) boxes.set(level, (boxes.get(level) ?? 0) + 1);
  return { levels: Math.max(1, ...boxes.keys()), breadth: Math.max(1, ...boxes.values()) };
}
