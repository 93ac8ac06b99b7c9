import assert from "node:assert/strict";
import { test as it } from "node:test";
import { Presses } from "../../plugin/browser/walk/press.js";

/**
 * @param {[detail: number, timeStamp: number, isMove: boolean][]} clicks
 * @param {boolean} [isTap]
 */
function counted(clicks, isTap = false) {
  const presses = new Presses();
  return clicks.map(([detail, timeStamp, isMove]) => presses.take({ detail, timeStamp, isTap }, isMove));
}

it("of a double or triple click on an answer the first counts, wherever the others fall", () => {
  assert.deepEqual(
    counted([
      [1, 1000, true],
      [2, 1100, true],
      [3, 1200, true],
    ]),
    [true, false, false],
  );
  assert.deepEqual(
    counted([
      [1, 1000, true],
      [2, 1100, false],
      [3, 1200, false],
    ]),
    [true, false, false],
  );
});

it("clicks one after another count, however quick", () => {
  assert.deepEqual(
    counted([
      [1, 1000, true],
      [1, 1001, true],
      [1, 1002, true],
    ]),
    [true, true, true],
  );
});

it("a double click elsewhere is a page's own", () => {
  assert.deepEqual(
    counted([
      [1, 1000, false],
      [2, 1100, false],
    ]),
    [true, true],
  );
});

it("a double click that reaches an answer with its second click gives it", () => {
  assert.deepEqual(
    counted([
      [1, 1000, false],
      [2, 1100, true],
      [3, 1200, true],
    ]),
    [true, true, false],
  );
});

it("the second click of one that began on the page before does not count", () => {
  assert.deepEqual(
    counted([
      [2, 600, true],
      [3, 700, true],
      [1, 1500, true],
    ]),
    [false, false, true],
  );
});

it("keys always count", () => {
  assert.deepEqual(
    counted([
      [0, 1000, true],
      [0, 1001, true],
    ]),
    [true, true],
  );
});

it("a second tap soon after a move does not count, though no browser counts taps", () => {
  assert.deepEqual(
    counted(
      [
        [1, 1000, true],
        [1, 1300, true],
        [1, 1500, true],
      ],
      true,
    ),
    [true, false, true],
  );
  assert.deepEqual(
    counted(
      [
        [1, 1000, false],
        [1, 1100, true],
      ],
      true,
    ),
    [true, true],
  );
  assert.deepEqual(
    counted(
      [
        [1, 200, true],
        [1, 900, true],
      ],
      true,
    ),
    [false, true],
  );
});
