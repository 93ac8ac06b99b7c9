/** Dragging what a box scrolls, with the mouse; fingers do it by themselves. */

const SLACK = 5; // px that a click may slip

/** @param {HTMLElement} box */
export function makePannable(box) {
  /** @type {{ x: number, y: number } | undefined} */
  let grip;
  let isDragged = false;

  box.onpointerdown = ({ pointerType, button, clientX: x, clientY: y }) => {
    isDragged = false;
    grip = pointerType === "mouse" && button === 0 ? { x, y } : undefined;
  };
  box.onpointermove = ({ buttons, pointerId, clientX: x, clientY: y }) => {
    // biome-ignore lint/suspicious/noBitwiseOperators: the buttons that are held down are the bits of a number
    if (!grip || !(buttons & 1)) return;
    if (!isDragged && Math.hypot(x - grip.x, y - grip.y) < SLACK) return;
    isDragged = true;
    box.setPointerCapture(pointerId);
    box.scrollBy({ left: grip.x - x, top: grip.y - y, behavior: "instant" });
    grip = { x, y };
  };
  // The links below must neither be dragged away nor followed.
  box.ondragstart = () => false;
  box.addEventListener(
    "click",
    (event) => {
      if (!isDragged) return;
      isDragged = false;
      event.preventDefault();
      event.stopPropagation();
    },
    true, // while it is captured
  );
}

/**
 * Brings a node to the middle of the box, or as near as the box scrolls.
 * @param {Element} box
 * @param {Element | null | undefined} node
 */
export function scrollToNode(box, node) {
  if (!node) return;
  const outer = box.getBoundingClientRect();
  const inner = node.getBoundingClientRect();
  box.scrollBy({
    left: inner.x - outer.x - (outer.width - inner.width) / 2,
    top: inner.y - outer.y - (outer.height - inner.height) / 2,
    behavior: "instant",
  });
}
