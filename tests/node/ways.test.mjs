import assert from "node:assert/strict";
import { test as it } from "node:test";
import { cutBefore, earlierPart, follow, ownPart, possible, waysFrom, wayTo } from "../../plugin/browser/walk/ways.js";
import { QUEUE, treeOf } from "./trees.mjs";

const trail = (given = {}) => new Map(Object.entries(given));

it("a walk follows the known answers as far as they lead", () => {
  for (const [known, walked, node] of [
    [{}, [], "replay"],
    [{ replay: "no" }, ["replay"], "order"],
    [{ replay: "no", load: "high" }, ["replay"], "order"],
    [{ load: "high", replay: "yes" }, ["replay", "load"], "log"],
    [{ replay: "perhaps" }, [], "replay"],
  ]) {
    const position = follow(QUEUE, "replay", trail(known));
    assert.deepEqual([[...position.trail.keys()], position.node], [walked, node]);
  }
});

it("a walk stops before a loop, an answer that leaves the tree, and a node that is not there", () => {
  assert.equal(follow(QUEUE, "replay", trail({ replay: "yes", load: "unknown" })).node, "load");
  assert.equal(follow(QUEUE, "replay", trail({ replay: "no", order: "no" })).node, "order");
  const torn = new Map([...QUEUE].filter(([node]) => node !== "load"));
  assert.equal(follow(torn, "replay", trail({ replay: "yes" })).node, "replay");
});

it("a circle that no loop marks is walked once", () => {
  const circle = treeOf({ a: { on: "b" }, b: { on: "a" } });
  assert.deepEqual([...follow(circle, "a", trail({ a: "on", b: "on" })).trail.keys()], ["a", "b"]);
});

it("answers of an earlier tree come first, whatever is known", () => {
  const known = trail({ replay: "no", "first/kind": "queue" });
  assert.deepEqual([...follow(QUEUE, "replay", known).trail.keys()], ["first/kind", "replay"]);
  assert.deepEqual([...earlierPart(known).keys()], ["first/kind"]);
  assert.deepEqual(ownPart(known), [["replay", "no"]]);
});

it("the ways to all nodes are the shortest", () => {
  const ways = waysFrom(QUEUE, "replay");
  assert.deepEqual(Object.fromEntries([...ways].map(([node, way]) => [node, way.size])), {
    replay: 0,
    load: 1,
    order: 1,
    log: 2,
    queue: 2,
  });
  assert.deepEqual(
    [...(waysFrom(QUEUE, "load", trail({ replay: "no" })).get("log") ?? [])],
    [
      ["replay", "no"],
      ["load", "high"],
    ],
  );
});

it("a node that was passed is gone back to, any other by the shortest way", () => {
  const here = follow(QUEUE, "replay", trail({ replay: "no", order: "yes", load: "high" }));
  assert.deepEqual(wayTo(QUEUE, here, "order"), { from: "replay", trail: trail({ replay: "no" }), node: "order" });
  assert.deepEqual(
    [...wayTo(QUEUE, here, "queue").trail],
    [
      ["replay", "yes"],
      ["load", "low"],
    ],
  );
});

it("where nothing leads to a node it begins a walk of its own, and keeps what another tree asked", () => {
  const here = follow(QUEUE, "load", trail({ "first/kind": "queue", load: "high" }));
  assert.deepEqual(wayTo(QUEUE, here, "order"), {
    from: "order",
    trail: trail({ "first/kind": "queue" }),
    node: "order",
  });
});

it("going back keeps what was answered before", () => {
  const here = { from: "replay", trail: trail({ replay: "no", order: "yes", load: "high" }), node: "log" };
  assert.deepEqual([...cutBefore(here, "load").trail.keys()], ["replay", "order"]);
  assert.deepEqual(cutBefore(here, "elsewhere").trail.size, 3);
});

it("of what an address says only answers are kept", () => {
  const long = "a".repeat(65);
  const given = trail({
    replay: "no",
    order: "perhaps",
    gone: "yes",
    "first/kind": "queue",
    "first/": "x",
    "/kind": "x",
    "a/b/c": "x",
    "first/Kind": "x",
    [`first/${long}`]: "x",
  });
  assert.deepEqual(
    [...possible(QUEUE, given)],
    [
      ["replay", "no"],
      ["first/kind", "queue"],
    ],
  );
});
