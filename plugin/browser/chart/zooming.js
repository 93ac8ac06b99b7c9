/**
 * A drawing at any size in a box that scrolls: first all of it, then as near as the reader wants.
 *
 * Only the size of the drawing changes; the box scrolls by itself, so that fingers, scrollbars and arrow keys
 * work as in any box, and a page that is scrolled is never held up.
 */

import { make, makeButton } from "../dom.js";

const STEP = 1.25;
const MOST = 2;

/** The least size of text that can still be read, in px: below it a drawing is not made to fit. */
export const LEAST_TEXT = 10;

/**
 * @param {HTMLElement} box
 * @param {typeof import("../words.js").CHART} words
 */
export function makeZoomable(box, words) {
  const size = make("output", "");
  let scale = 1;
  let isFitted = true;

  const drawing = () => /** @type {SVGSVGElement} */ (box.querySelector("svg"));

  /** @returns {number} the size of text at scale 1, in px */
  const fontSize = () => Number.parseFloat(getComputedStyle(box).fontSize);

  /** What there is for a drawing, in px. */
  function roomIn() {
    const { paddingLeft, maxBlockSize } = getComputedStyle(box);
    const padding = 2 * Number.parseFloat(paddingLeft) + 2;
    const height = Number.parseFloat(maxBlockSize) || box.clientHeight;
    return { width: box.clientWidth - padding, height: height - padding };
  }

  /** @returns {number} the scale at which all of a drawing of this size is seen; never more than its own */
  function scaleFor({ width, height } = drawing().viewBox.baseVal) {
    const room = roomIn();
    return Math.min(1, room.width / width, room.height / height);
  }

  /**
   * @param {number} wanted
   * @param {{ x: number, y: number }} [fixed]  in the window: what stays where it is, else the middle
   */
  function zoomTo(wanted, fixed) {
    const svg = drawing();
    const outer = box.getBoundingClientRect();
    const before = svg.getBoundingClientRect();
    const { width, height } = svg.viewBox.baseVal;
    scale = Math.min(MOST, Math.max(Math.min(scaleFor(), 0.5), wanted));
    const { x, y } = fixed ?? { x: outer.x + outer.width / 2, y: outer.y + outer.height / 2 };
    const across = before.width ? (x - before.x) / before.width : 0;
    const down = before.height ? (y - before.y) / before.height : 0;
    Object.assign(svg.style, { width: `${width * scale}px`, height: `${height * scale}px` });
    const after = svg.getBoundingClientRect();
    box.scrollBy({
      left: after.x + across * after.width - x,
      top: after.y + down * after.height - y,
      behavior: "instant",
    });
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = box;
    box.classList.toggle("dt-box--pans", scrollWidth > clientWidth || scrollHeight > clientHeight);
    size.textContent = `${Math.round(scale * 100)} %`;
  }

  /** From here on the reader chooses the size. The box keeps its own, so that nothing below it moves. */
  function letGo() {
    if (isFitted && !box.closest("dialog")) box.style.blockSize = `${box.getBoundingClientRect().height}px`;
    isFitted = false;
  }

  const zoom = {
    bar: make(
      "div",
      "dt-zoom",
      nameButton(
        makeButton("\u2212", () => zoom.by(-1)),
        words.zoom_out,
        "-",
      ),
      size,
      nameButton(
        makeButton("+", () => zoom.by(1)),
        words.zoom_in,
        "+",
      ),
      nameButton(
        makeButton(words.fit, () => zoom.fit()),
        words.fit,
        "0",
      ),
    ),
    /** Shows all, or as much as can be read. */
    fit() {
      isFitted = true;
      box.style.blockSize = "";
      if (drawing()) zoomTo(Math.max(scaleFor(), LEAST_TEXT / fontSize()));
    },
    /** @param {number} steps */
    by(steps) {
      if (!drawing()) return;
      letGo();
      zoomTo(scale * STEP ** steps);
    },
    /**
     * @param {SVGSVGElement} svg
     * @returns {number} how large its text is where all of it is shown, in px
     */
    textSize: (svg) => scaleFor(svg.viewBox.baseVal) * fontSize(),
    /** Fits again where the reader has not chosen. */
    renew() {
      if (isFitted) zoom.fit();
    },
    get room() {
      return roomIn();
    },
    /** Whether all of it is seen. */
    get isWhole() {
      return isFitted && !box.classList.contains("dt-box--pans");
    },
  };

  box.addEventListener(
    "wheel",
    (event) => {
      // A pinch on a trackpad comes as a turn of the wheel with Ctrl; any other turn is the page's.
      if (!(event.ctrlKey || event.metaKey) || !drawing()) return;
      event.preventDefault();
      letGo();
      const turned = event.deltaY * (event.deltaMode ? 0.05 : 0.004);
      zoomTo(scale * Math.exp(-turned), { x: event.clientX, y: event.clientY });
    },
    { passive: false },
  );

  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoom.by(1);
    else if (event.key === "-") zoom.by(-1);
    else if (event.key === "0") zoom.fit();
    else return;
    event.preventDefault();
  });

  followFingers(box, letGo, (by, middle) => zoomTo(scale * by, middle));
  return zoom;
}

/**
 * Tells how two fingers move apart; one finger scrolls the box by itself.
 * @param {HTMLElement} box
 * @param {() => void} onbegin
 * @param {(by: number, middle: { x: number, y: number }) => void} onspread
 */
function followFingers(box, onbegin, onspread) {
  /** @type {Map<number, { x: number, y: number }>} */
  const fingers = new Map();

  const spread = () => {
    const [a, b] = fingers.values();
    return a && b && { width: Math.hypot(a.x - b.x, a.y - b.y), middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } };
  };
  box.addEventListener("pointerdown", ({ pointerType, pointerId, clientX: x, clientY: y }) => {
    if (pointerType === "touch") fingers.set(pointerId, { x, y });
  });
  box.addEventListener("pointermove", ({ pointerId, clientX: x, clientY: y }) => {
    if (!fingers.has(pointerId)) return;
    const before = spread();
    fingers.set(pointerId, { x, y });
    const after = spread();
    if (!before?.width || !after) return;
    onbegin();
    onspread(after.width / before.width, after.middle);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    box.addEventListener(end, (event) => {
      fingers.delete(/** @type {PointerEvent} */ (event).pointerId);
    });
  }
}

/**
 * @param {HTMLButtonElement} button
 * @param {string} name
 * @param {string} key  which does the same in the box
 */
function nameButton(button, name, key) {
  if (button.textContent !== name) button.ariaLabel = name;
  button.title = `${name} (${key})`;
  return button;
}
