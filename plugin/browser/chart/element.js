/**
 * `<decision-chart>` draws the flowchart whose mermaid source it holds, in its own shadow root.
 *
 * A reader first has one of two views: the chart, where all of it can be shown with text that can be read,
 * or else the indented tree, which is in the page already. In the second mermaid is loaded only when the
 * reader asks for the flowchart, which is then shown in the whole window. Until a chart is drawn, when it
 * comes near the window, and if drawing fails, the reader has the indented tree.
 *
 * Colours are the page's `--dt-…` properties, so that a change of palette needs no new drawing.
 *
 * Attributes: `data-words`, JSON over `CHART`; `data-whole`, if all of the tree is drawn; `data-current`,
 * the node whose neighbours are drawn; on the source `data-chart`, JSON of what stands in `Chart` of
 * `site/chart.py`: nodes, what they say in full, arrows.
 *
 * It shows the walk that `decision-tree:walk` tells of. Its own events bubble:
 *   decision-chart:ready  a drawing is there and could show a walk
 *   decision-chart:open   a node was pressed, `{node}`; when cancelled its link is not followed
 */

import STYLE from "../decision-chart.css";
import { copyText, isPlain, make, makeButton, tell } from "../dom.js";
import { leadBack } from "../walk/carry.js";
import { CHART, wordsOf } from "../words.js";
import { loadParts } from "./loading.js";
import { mark, marksOf, numberOf } from "./marks.js";

// Constructed, because a content security policy may forbid <style>. The document has it, too.
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
document.adoptedStyleSheets.push(sheet);

const NARROW = 600; // px: no tree is shown whole in less
const MANY = 24; // nodes: no more are shown whole in a theme's column

export class DecisionChart extends HTMLElement {
  /** @type {AbortController | undefined} */
  #subscriptions;

  #isBegun = false;

  /** @type {ReturnType<typeof marksOf> | undefined} */
  #marks;

  #box = make("div", "dt-canvas dt-box");
  #words = wordsOf(CHART, this);

  /** What is drawn, once anything was. @type {import("./canvas.js").Canvas | undefined} */
  #canvas;

  #open = makeButton(this.#words.enlarge, () => this.#openWindow());
  #copy = makeButton(this.#words.copy_mermaid, () => this.#copyMermaid());
  #bar = make("div", "dt-bar", this.#open, this.#copy);
  /** @type {HTMLDialogElement} */
  #dialog = make(
    "dialog",
    "dt-full",
    make(
      "div",
      "dt-bar",
      makeButton(this.#words.shrink, () => this.#dialog.close()),
    ),
  );

  connectedCallback() {
    // Instant navigation has brought another page, and runs no script again.
    leadBack();
    this.#subscriptions = new AbortController();
    const { signal } = this.#subscriptions;
    new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) this.#begin();
      },
      { rootMargin: "600px" },
    ).observe(this);
    addEventListener("resize", () => this.#fit(), { signal });
    addEventListener("popstate", () => this.#dialog.close(), { signal });
    // Beside a walk it shows that one alone: its tree may be in the page twice.
    const scope = this.closest(".dt-pair") ?? document;
    scope.addEventListener("decision-tree:walk", (event) => this.#onWalk(event), { signal });
  }

  disconnectedCallback() {
    this.#dialog.close();
    this.#subscriptions?.abort();
  }

  get #source() {
    return /** @type {HTMLElement | null} */ (this.querySelector(".dt-chart__source"));
  }

  /** @type {HTMLDetailsElement | null} */
  get #outline() {
    return this.querySelector("details");
  }

  /** @returns {import("./naming.js").Facts} */
  get #facts() {
    return JSON.parse(this.#source?.dataset.chart ?? "[[],[],[]]");
  }

  get #nodes() {
    return this.#facts[0];
  }

  async #begin() {
    if (this.#isBegun || !this.#source) return;
    this.#isBegun = true;
    this.#furnish();
    const isSmall = this.clientWidth >= NARROW && this.#nodes.length <= MANY && "whole" in this.dataset;
    if (this.#outline && !isSmall) {
      this.#showText();
      return;
    }
    if (!(await this.#draw())) return;
    if (this.#outline && !this.#canvas?.isReadable) this.#showText();
    else if (this.#outline) this.#outline.open = false;
    tell(this, "decision-chart:ready");
  }

  /** Lets the indented tree be the view; the flowchart is one press away. */
  #showText() {
    this.#open.textContent = this.#words.open_flowchart;
    this.#box.hidden = true;
    if (this.#outline) this.#outline.open = true;
    this.#placeZoomBar();
  }

  #placeZoomBar() {
    const bar = this.#canvas?.zoom.bar;
    if (!bar) return;
    bar.hidden = this.#box.hidden;
    if (this.#dialog.open) this.#dialog.firstElementChild?.prepend(bar);
    else this.#bar.append(bar);
  }

  get #isText() {
    return this.#open.textContent === this.#words.open_flowchart;
  }

  /** Adds what a drawing needs around it. */
  #furnish() {
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    // Reached by the keyboard, because it scrolls.
    this.#box.tabIndex = 0;
    this.#box.role = "group";
    this.#dialog.onclose = () => this.#closeWindow();
    this.#box.onclick = (event) => this.#onClick(event);
    root.append(this.#bar, this.#box, make("slot", ""), this.#dialog);
  }

  /** Draws, and shows what is largest here. @returns {Promise<boolean>} whether there is a drawing */
  async #draw() {
    this.#box.ariaBusy = "true";
    try {
      const canvas = await this.#load();
      await canvas.draw(this);
      this.#showFit();
      this.#box.ariaLabel = this.#dialog.ariaLabel = this.#box.querySelector("title")?.textContent ?? null;
    } catch (error) {
      // biome-ignore lint/suspicious/noConsole: whoever maintains the site finds here why there is no chart
      if (error) console.warn("decision-chart: the outline stands in for the chart.", error);
      if (!this.#hasDrawing) this.#dialog.close();
    }
    this.#box.ariaBusy = null;
    this.#bar.hidden = !this.#hasDrawing && !this.#isText;
    return this.#hasDrawing;
  }

  async #load() {
    const { Canvas } = await loadParts();
    this.#canvas ??= new Canvas(
      this.#box,
      { source: this.#source?.textContent ?? "", facts: this.#facts, words: this.#words },
      () => this.#showMarks(),
    );
    this.#placeZoomBar();
    return this.#canvas;
  }

  get #hasDrawing() {
    return this.#canvas?.hasDrawing ?? false;
  }

  #showFit() {
    this.classList.toggle("dt-chart--fits", this.#canvas?.zoom.isWhole);
  }

  /** Chooses a drawing anew for the room there is. */
  async #fit() {
    if (!this.#hasDrawing || this.#box.hidden) return;
    await this.#draw();
  }

  async #openWindow() {
    this.#box.hidden = false;
    this.#dialog.append(this.#box);
    this.#dialog.showModal();
    this.#placeZoomBar();
    this.#box.focus();
    this.#canvas?.zoom.fit();
    await this.#draw();
  }

  #closeWindow() {
    this.#bar.after(this.#box);
    this.#placeZoomBar();
    if (this.#isText) this.#showText();
    else this.#canvas?.zoom.fit();
    this.#fit();
  }

  /** The chart's text as it holds in any document: its links in full. */
  #copyMermaid() {
    const folder = new URL(".", location.href).href;
    const text = this.#source?.textContent?.replaceAll(' href "', ` href "${folder}`) ?? "";
    copyText(this.#copy, text, this.#words.copied_mermaid);
  }

  // The walk

  /** @param {Event} event */
  #onWalk(event) {
    const { detail } = /** @type {CustomEvent<import("./marks.js").Walk>} */ (event);
    if (detail.tree !== this.dataset.tree) return;
    this.#marks = marksOf(detail);
    // Behind the answer, which a reader waits for.
    setTimeout(() => {
      this.#showMarks();
      this.#canvas?.look();
    });
  }

  #showMarks() {
    const marks = this.#marks;
    if (!marks) return;
    const nodes = this.#nodes;
    for (const element of this.#box.querySelectorAll(".node")) {
      const node = nodes[numberOf(element)];
      if (node) mark(element, marks.node(node), element.closest("a"));
    }
    for (const arrow of /** @type {NodeListOf<SVGElement>} */ (this.#box.querySelectorAll("[data-answer]"))) {
      mark(arrow, marks.arrow(nodes[Number(arrow.dataset.from)] ?? "", arrow.dataset.answer ?? ""));
    }
    for (const link of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".dt-outline a[data-node]"))) {
      mark(link, marks.node(link.dataset.node ?? ""), link);
    }
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const { target } = event;
    const element = target instanceof Element ? target.closest(".node") : null;
    if (!element || !isPlain(event)) return;
    const detail = { node: this.#nodes[numberOf(element)] ?? "" };
    // First, because closing gives the focus back to the button.
    if (this.#marks?.node(detail.node) === "taken") this.#dialog.close();
    if (!tell(this, "decision-chart:open", detail)) event.preventDefault();
  }
}
