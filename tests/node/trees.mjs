/** A tree in few words, as the walk reads it off its page. */

/**
 * @param {Record<string, Record<string, string>>} checks  targets by answer, by check; "^check" is a loop, "tree/"
 *   leaves the tree; what has only "done" is a step
 * @returns {import("../../plugin/browser/walk/ways.js").Nodes}
 */
export function treeOf(checks) {
  const targets = Object.values(checks).flatMap((answers) => Object.values(answers));
  const ends = targets.filter((to) => !(to in checks || to.startsWith("^") || to.endsWith("/")));
  return new Map([
    ...Object.entries(checks).map(([check, answers]) => [
      check,
      { answers: answersOf(answers), kind: kindOf(answers) },
    ]),
    ...ends.map((end) => [end, { answers: new Map() }]),
  ]);
}

/** @param {Record<string, string>} answers */
const kindOf = (answers) => (Object.keys(answers).join() === "done" ? "step" : "check");

/** @param {Record<string, string>} answers */
function answersOf(answers) {
  return new Map(
    Object.entries(answers).map(([id, to]) => {
      const isLoop = to.startsWith("^");
      return [id, { id, to: to.endsWith("/") ? null : to.replace("^", ""), isLoop }];
    }),
  );
}

export const LATENCY = treeOf({
  warm: { done: "rinse" },
  rinse: { done: "latency" },
  latency: { low: "fine", high: "cool", unsure: "^warm" },
  cool: { done: "again" },
  again: { yes: "wait", no: "fine", other: "second/" },
  wait: { done: "^latency" },
});

export const QUEUE = treeOf({
  replay: { yes: "load", no: "order" },
  order: { yes: "load", no: "second/", unsure: "queue" },
  load: { high: "log", low: "queue", unknown: "^replay" },
});
