/**
 * One press, one move: of a double or triple click only the first click counts once it has moved a walk. By
 * then the answers of the next question may lie under the pointer, on this page or on the next.
 */

const TAPS_APART = 400; // ms: not every browser counts taps

const MOVES = "a.dt-answer, .dt-walk--on a, .dt-walk--on > div > button";

/** Takes in clicks as they come, and tells which of them belong to a move that was made. */
export class Presses {
  // A click that the page before began
  #isMoved = true;

  #movedAt = 0;

  /**
   * @param {{ detail: number, timeStamp: number, isTap: boolean }} click  `detail` is its number in a row
   * @param {boolean} isMove  whether it falls on what moves a walk
   * @returns {boolean} whether it counts
   */
  take({ detail, timeStamp, isTap }, isMove) {
    // A key presses once.
    if (!detail) return true;
    if (detail === 1) this.#isMoved = isTap && timeStamp - this.#movedAt < TAPS_APART;
    if (this.#isMoved) return false;
    this.#isMoved = isMove;
    if (isMove) this.#movedAt = timeStamp;
    return true;
  }
}

/** Lets none of the clicks through that do not count. */
export function watchPresses() {
  const presses = new Presses();
  let isTap = false;
  addEventListener("pointerdown", ({ pointerType }) => (isTap = pointerType !== "mouse"), true);
  addEventListener(
    "click",
    (event) => {
      const { detail, timeStamp, target } = event;
      const isMove = target instanceof Element && target.closest(MOVES) !== null;
      if (presses.take({ detail, timeStamp, isTap }, isMove)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
}
