import assert from "node:assert/strict";
import { test as it } from "node:test";
import { marksOf, numberOf } from "../../plugin/browser/chart/marks.js";
import { arrowsOf } from "../../plugin/browser/chart/naming.js";

it("nodes and arrows stand to a walk as taken, here, ahead or off", () => {
  const marks = marksOf({
    tree: "queue",
    node: "order",
    trail: [{ check: "replay", answer: "no" }],
    ahead: ["order", "queue"],
  });
  const nodes = ["replay", "order", "queue", "log"].map((node) => marks.node(node));
  assert.deepEqual(nodes, ["taken", "here", "ahead", "off"]);
  assert.equal(marks.arrow("replay", "no"), "taken");
  assert.equal(marks.arrow("replay", "yes"), "off");
  assert.equal(marks.arrow("order", "yes"), "ahead");
});

it("parallel arrows have the names that mermaid gives them", () => {
  const names = arrowsOf(["0 1 small", "0 1 middle", "0 1 large", "0 2 no", "1 0 back"]).map(({ name }) => name);
  assert.deepEqual(names, ["L_n0_n1_0", "L_n0_n1_2", "L_n0_n1_3", "L_n0_n2_0", "L_n1_n0_0"]);
});

it("a node has the number of its source", () => {
  assert.equal(numberOf({ id: "dt-chart-3-flowchart-n12-7" }), 12);
});
