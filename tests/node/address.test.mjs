import assert from "node:assert/strict";
import { test as it } from "node:test";
import { hasAnswers, query, read, stepIn, write } from "../../plugin/browser/walk/address.js";
import { waysFrom } from "../../plugin/browser/walk/ways.js";
import { LATENCY, QUEUE } from "./trees.mjs";

const START = { from: "replay", trail: new Map(), node: "replay" };
const readHere = (/** @type {string} */ fragment, here = START) => read(fragment, QUEUE, "replay", here);

it("what is written is read again", () => {
  for (const [node, trail] of waysFrom(QUEUE, "replay")) {
    if (node === "replay") continue;
    const position = { from: "replay", trail, node };
    const found = readHere(write(position, "replay"));
    assert.deepEqual(found, { position, known: trail, isStale: false });
  }
});

it("each form has its fragment", () => {
  const other = new Map([["first/kind", "queue"]]);
  for (const [position, fragment] of [
    [START, ""],
    [{ ...START, trail: new Map([["replay", "no"]]), node: "order" }, "#walk?replay=no"],
    [{ ...START, trail: other }, "#walk?first/kind=queue"],
    [{ from: "load", trail: other, node: "load" }, "#step-load?first/kind=queue"],
    [{ ...START, node: "order" }, "#step-order"],
  ]) {
    assert.equal(write(position, "replay"), fragment);
  }
});

it("a step without answers is gone to by the shortest way", () => {
  const found = readHere("#step-log");
  assert.equal(found?.position.node, "log");
  assert.equal(write(found?.position ?? START, "replay"), "#walk?replay=yes&load=high");
});

it("a fragment about something else is no walk", () => {
  for (const fragment of ["", "#", "#outcomes", "#walking?replay=no", "#step-", "#step-gone"]) {
    assert.equal(readHere(fragment), null, fragment);
  }
});

it("what no longer holds is told, and the rest is kept", () => {
  for (const [fragment, node, trail] of [
    ["#walk?replay=no&order=perhaps", "order", "replay"],
    ["#walk?replay=no&gone=yes", "order", "replay"],
    ["#walk?load=high", "replay", ""],
    ["#step-gone?first/kind=queue", "replay", "first/kind"],
    ["#walk?%E0%A4%A&&=&replay=%00", "replay", ""],
  ]) {
    const found = readHere(fragment);
    assert.deepEqual([found?.isStale, found?.position.node], [true, node], fragment);
    assert.equal([...(found?.position.trail.keys() ?? [])].join(), trail, fragment);
  }
  assert.equal(readHere("#walk")?.isStale, false);
});

it("answers that lead nowhere now are known all the same", () => {
  assert.equal(readHere("#walk?replay=no&load=high")?.known.get("load"), "high");
});

it("an address keeps the stroke between a tree and its check", () => {
  assert.equal(query(new Map([["first/kind", "a b"]])), "?first/kind=a+b");
});

it("a step is found in a fragment, and whether it has answers", () => {
  assert.equal(stepIn("#step-load?first/kind=queue"), "load");
  assert.equal(stepIn("#walk?load=high"), null);
  assert.ok(hasAnswers("#walk?load=high"));
  assert.ok(hasAnswers("#step-load?first/kind=queue"));
  for (const fragment of ["", "#walk", "#walk?", "#step-load", "#outcomes?x=y"]) assert.ok(!hasAnswers(fragment));
});

const readLatency = (/** @type {string} */ fragment) =>
  read(fragment, LATENCY, "warm", { from: "warm", trail: new Map(), node: "warm" });

it("steps are passed without being named, but for those behind the last answer", () => {
  for (const [fragment, node, trail] of [
    ["#walk", "warm", ""],
    ["#walk?latency=low", "fine", "warm,rinse,latency"],
    ["#walk?latency=high", "cool", "warm,rinse,latency"],
    ["#walk?warm=done", "rinse", "warm"],
    ["#walk?rinse=done", "latency", "warm,rinse"],
    ["#walk?warm=done&latency=high", "cool", "warm,rinse,latency"],
    ["#walk?latency=high&cool=done", "again", "warm,rinse,latency,cool"],
    ["#walk?latency=high&again=no", "fine", "warm,rinse,latency,cool,again"],
    ["#walk?first/kind=queue&latency=low", "fine", "first/kind,warm,rinse,latency"],
    ["#walk?first/kind=queue", "warm", "first/kind"],
    ["#step-cool?first/kind=queue&again=no", "fine", "first/kind,cool,again"],
  ]) {
    const found = readLatency(fragment);
    assert.deepEqual([found?.position.node, found?.isStale], [node, false], fragment);
    assert.equal([...(found?.position.trail.keys() ?? [])].join(), trail, fragment);
  }
});

it("an answer at the end of a link that goes back or leaves the tree exists", () => {
  for (const [fragment, node, trail] of [
    ["#walk?latency=unsure", "warm", ""],
    ["#walk?latency=high&again=yes&wait=done", "latency", "warm,rinse"],
    ["#walk?latency=high&again=yes", "wait", "warm,rinse,latency,cool,again"],
    ["#walk?latency=high&again=other", "again", "warm,rinse,latency,cool"],
  ]) {
    const found = readLatency(fragment);
    assert.deepEqual([found?.position.node, found?.isStale], [node, false], fragment);
    assert.equal([...(found?.position.trail.keys() ?? [])].join(), trail, fragment);
  }
  assert.equal(readLatency("#walk?latency=unsure")?.known.size, 0);
  assert.equal(readLatency("#walk?latency=high&again=other")?.known.get("again"), "other");
});

it("what is behind an answer that goes back, or names a step in a way that it has not, is told", () => {
  for (const [fragment, node] of [
    ["#walk?latency=unsure&again=no", "latency"],
    ["#walk?warm=yes&latency=low", "fine"],
    ["#walk?latency=perhaps", "warm"],
    ["#walk?again=no", "warm"],
  ]) {
    const found = readLatency(fragment);
    assert.deepEqual([found?.isStale, found?.position.node], [true, node], fragment);
  }
});
