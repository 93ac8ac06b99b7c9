import assert from "node:assert/strict";
import { test as it } from "node:test";
import { mayHelp, waysFor } from "../../plugin/browser/chart/fitting.js";

const COLUMN = { width: 670, height: 700 };

/** @param {[number, number][]} arrows */
function source(...arrows) {
  return ["flowchart LR", ...arrows.map(([from, to]) => `n${from} -->|"Yes"| n${to}`)].join("\n");
}

it("a chain is drawn from the top down", () => {
  assert.deepEqual(waysFor(source([0, 1], [1, 2], [2, 3], [3, 4]), COLUMN), ["TD", "LR"]);
});

it("a bush is drawn from left to right", () => {
  const bush = source(...[1, 2, 3, 4, 5, 6, 7].map((to) => /** @type {[number, number]} */ ([0, to])));
  assert.deepEqual(waysFor(bush, COLUMN), ["LR", "TD"]);
});

it("an arrow without an answer counts, and one that goes back does not", () => {
  const steps = "n0 --> n1\nn1 --> n2\nn2 --> n3\nn3 --> n4";
  assert.deepEqual(waysFor(steps, COLUMN), ["TD", "LR"]);
  assert.deepEqual(waysFor(`${steps}\nn4 -.->|"Again"| n0`, COLUMN), ["TD", "LR"]);
});

it("arrows in a circle and a single box are read, too", () => {
  assert.deepEqual(waysFor(source([0, 1], [1, 0]), COLUMN).length, 2);
  assert.deepEqual(waysFor("flowchart LR\nn0[a]", COLUMN).length, 2);
});

it("narrower labels may help where the width is short, and not where the height is", () => {
  assert.ok(mayHelp("TD", { width: 1000, height: 600 }, COLUMN));
  assert.ok(!mayHelp("TD", { width: 600, height: 1000 }, COLUMN));
  assert.ok(mayHelp("LR", { width: 600, height: 1000 }, COLUMN));
});
