/** The drawings of one chart in a box: of several that are tried, the one whose text is largest is shown. */

import STYLE from "./drawing.css";
import { draw } from "./drawing.js";
import { mayHelp, WIDTHS, waysFor } from "./fitting.js";
import { sayInFull } from "./naming.js";
import { makePannable, scrollToNode } from "./panning.js";
import { LEAST_TEXT, makeZoomable } from "./zooming.js";

const GOOD_TEXT = 12; // px: no other drawing is tried where one gives as much

// Constructed, because a content security policy may forbid <style>. Labels are measured in the document.
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
document.adoptedStyleSheets.push(sheet);

/**
 * @typedef {object} Content
 * @property {string} source  in mermaid's language; its first line names a direction
 * @property {import("./naming.js").Facts} facts
 * @property {typeof import("../words.js").CHART} words
 */

export class Canvas {
  /** @type {Map<string, SVGSVGElement>} */
  #drawings = new Map();

  #box;
  #content;
  #onshow;

  /**
   * @param {HTMLElement} box
   * @param {Content} content
   * @param {() => void} onshow  another drawing is in the box
   */
  constructor(box, content, onshow) {
    this.#box = box;
    this.#content = content;
    this.#onshow = onshow;
    this.zoom = makeZoomable(box, content.words);
    makePannable(box);
    /** @type {ShadowRoot} */ (box.getRootNode()).adoptedStyleSheets.push(sheet);
  }

  get hasDrawing() {
    return this.#drawings.size > 0;
  }

  /** Whether all of it fits with text that can be read. */
  get isReadable() {
    return this.#textSize >= LEAST_TEXT;
  }

  /** Of the drawing in the box, in px. */
  get #textSize() {
    return this.zoom.textSize(/** @type {SVGSVGElement} */ (this.#box.firstChild));
  }

  /**
   * Draws what is large enough in the room that there is. Each drawing takes a slow reader half a second, so
   * that is tried first which should be largest, and others only where they may help.
   * @param {Element} model  whose font and direction the drawing gets
   */
  async draw(model) {
    for (const way of waysFor(this.#content.source, this.zoom.room)) {
      await this.#try(way, model);
      if (this.isReadable) break;
    }
    this.zoom.renew();
    this.look();
  }

  /**
   * Draws in one direction, and with labels of another width while that should help.
   * @param {import("./fitting.js").Way} way
   * @param {Element} model
   */
  async #try(way, model) {
    for (const width of WIDTHS[way]) {
      const svg = await this.#drawn(way, width, model);
      this.#show();
      if (this.#textSize >= GOOD_TEXT || !mayHelp(way, svg.viewBox.baseVal, this.zoom.room)) break;
    }
  }

  /**
   * @param {import("./fitting.js").Way} way
   * @param {number} width
   * @param {Element} model
   */
  async #drawn(way, width, model) {
    const key = `${way}${width}`;
    const { source, facts, words } = this.#content;
    const known = this.#drawings.get(key);
    if (known) return known;
    // mermaid knows no direction of writing: its charts from left to right stay so in any page.
    const isTurned = way === "LR" && getComputedStyle(model).direction === "rtl";
    const svg = await draw(source, model, isTurned ? "RL" : way, width);
    sayInFull(svg, facts, words);
    this.#drawings.set(key, svg);
    return svg;
  }

  /** Puts the best drawing into the box. */
  #show() {
    const sizes = [...this.#drawings.values()].map((svg) => ({ svg, size: this.zoom.textSize(svg) }));
    // Readers see a drawing change places with another, so one that is hardly better does not.
    const best = sizes.reduce((largest, other) => (other.size > largest.size * 1.02 ? other : largest));
    if (this.#box.firstChild !== best.svg) {
      this.#box.replaceChildren(best.svg);
      this.#onshow();
    }
  }

  /** Turns to where the walk stands, or to the first node. */
  look() {
    scrollToNode(this.#box, this.#box.querySelector(".dt-here, .current") ?? this.#box.querySelector(".node"));
  }
}
