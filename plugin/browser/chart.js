/**
 * `<decision-chart>` draws the flowchart whose mermaid source it holds, in its own shadow root.
 *
 * Until it is drawn, when it comes near the window, and if drawing fails, the reader has the outline.
 * Colours are the page's `--dt-…` properties, so that a change of palette needs no new drawing.
 *
 * Attributes: `data-words`, JSON over `CHART`; on the source `data-nodes`, the ids of the nodes that
 * mermaid knows as `n0`, `n1` …
 *
 * It shows the walk that `decision-tree:walk` tells of. Its own events bubble:
 *   decision-chart:ready  a drawing is there and could show a walk
 *   decision-chart:open   a node was pressed, `{node}`; when cancelled its link is not followed
 */

import STYLE from "./decision-chart.css";
import { isPlain, make, makeButton, tell } from "./dom.js";
import { directionFor, draw } from "./drawing.js";
import { mark, marksOf } from "./marks.js";
import { makePannable, scrollToNode } from "./panning.js";
import { CHART, wordsOf } from "./words.js";

// Constructed, because a content security policy may forbid <style>. The document needs it, too: there
// the labels are measured.
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
document.adoptedStyleSheets.push(sheet);

class DecisionChart extends HTMLElement {
  /** @type {AbortController | undefined} */
  #subscriptions;

  #isBegun = false;
  #isTouched = false;
  #direction = "";

  /** @type {ReturnType<typeof marksOf> | undefined} */
  #marks;

  #box = make("div", "dt-canvas dt-box");
  #words = wordsOf(CHART, this);
  #asText = makeButton(this.#words.as_text, () => this.#openOutline());
  #bar = make("div", "dt-bar", makeButton(this.#words.enlarge, () => this.#openWindow()), this.#asText);
  /** @type {HTMLDialogElement} */
  #dialog = make(
    "dialog",
    "dt-full",
    make("div", "dt-bar", makeButton(this.#words.shrink, () => this.#dialog.close())),
  );

  connectedCallback() {
    this.#subscriptions = new AbortController();
    const { signal } = this.#subscriptions;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) this.#begin();
      },
      { rootMargin: "600px" },
    );
    observer.observe(this);
    signal.onabort = () => observer.disconnect();
    addEventListener("beforeprint", () => this.#begin(), { signal });
    addEventListener("resize", () => this.#fit(), { signal });
    addEventListener("popstate", () => this.#dialog.close(), { signal });
    this.onclick = () => (this.#isTouched = true);
    addEventListener("decision-tree:walk", (event) => this.#onWalk(event), { signal });
  }

  disconnectedCallback() {
    this.#dialog.close();
    this.#subscriptions?.abort();
  }

  get #source() {
    return /** @type {HTMLElement | null} */ (this.querySelector(".dt-chart__source"));
  }

  get #text() {
    return this.#source?.textContent ?? "";
  }

  /** @type {HTMLDetailsElement | null} */
  get #outline() {
    return this.querySelector("details");
  }

  async #begin() {
    if (this.#isBegun || !this.#source) return;
    this.#isBegun = true;
    try {
      await this.#draw(directionFor(this.#text, this));
      this.#furnish();
      this.#showDrawing();
    } catch (error) {
      console.warn("decision-chart: the outline stands in for the chart.", error);
    }
  }

  /** @param {string} direction */
  async #draw(direction) {
    this.#direction = direction;
    this.#box.replaceChildren(await draw(this.#text.replace("LR", direction), this));
    if (!this.dataset.current) this.#showCuts();
  }

  /** Marks the checks whose answers an overview leaves out: their links lead on. */
  #showCuts() {
    const onItsPage = document.querySelector(".dt-step__page")?.textContent ?? "";
    for (const node of this.#box.querySelectorAll(".check")) {
      if (RegExp(`^n${numberOf(node)} -`, "m").test(this.#text)) continue;
      node.classList.add("dt-cut");
      node.closest("a")?.setAttribute("aria-description", onItsPage);
    }
  }

  /** Adds what a drawing needs around it. */
  #furnish() {
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    // Reached by the keyboard, because it scrolls.
    this.#box.tabIndex = 0;
    this.#box.role = "group";
    this.#box.ariaLabel = this.#dialog.ariaLabel = this.#box.querySelector("title")?.textContent ?? null;
    this.#asText.hidden = !this.#outline;
    this.#dialog.onclose = () => this.#closeWindow();
    this.#box.onclick = (event) => this.#onClick(event);
    makePannable(this.#box);
    root.append(this.#bar, this.#box, make("slot", ""), this.#dialog);
    if (this.#outline && !this.#isTouched) this.#outline.open = false;
  }

  #showDrawing() {
    this.#showMarks();
    this.#look();
    tell(this, "decision-chart:ready");
  }

  /** Draws anew where the width there is asks for another direction. */
  async #fit() {
    if (!this.shadowRoot) return;
    const direction = directionFor(this.#text, this.#box);
    if (direction !== this.#direction) {
      await this.#draw(direction);
      this.#showDrawing();
    }
    this.#look();
  }

  /** Turns to where the walk stands, or to the first node. */
  #look() {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = this.#box;
    this.#box.classList.toggle("dt-box--pans", scrollWidth > clientWidth || scrollHeight > clientHeight);
    scrollToNode(this.#box, this.#box.querySelector(".dt-here, .current") ?? this.#box.querySelector(".node"));
  }

  #openWindow() {
    this.#dialog.append(this.#box);
    this.#dialog.showModal();
    this.#fit();
  }

  #closeWindow() {
    this.#bar.after(this.#box);
    this.#fit();
  }

  #openOutline() {
    if (!this.#outline) return;
    this.#outline.open = true;
    this.#outline.querySelector("summary")?.focus();
  }

  // The walk

  get #nodes() {
    return (this.#source?.dataset.nodes ?? "").split(" ");
  }

  /** @param {Event} event */
  #onWalk(event) {
    const { detail } = /** @type {CustomEvent<import("./marks.js").Walk>} */ (event);
    if (detail.tree !== this.dataset.tree) return;
    this.#marks = marksOf(detail);
    if (!this.shadowRoot) return;
    this.#showMarks();
    this.#look();
  }

  #showMarks() {
    const marks = this.#marks;
    if (!marks) return;
    const nodes = this.#nodes;
    for (const element of this.#box.querySelectorAll(".node")) {
      mark(element, marks.node(nodes[numberOf(element)] ?? ""), element.closest("a"));
    }
    /** @type {NodeListOf<SVGElement>} */
    const arrows = this.#box.querySelectorAll("[data-id^=L_]");
    for (const arrow of arrows) {
      const [from = 0, to = 0, count = 0] = arrow.dataset.id?.match(/\d+/g)?.map(Number) ?? [];
      const check = nodes[from] ?? "";
      // Kept: to find it takes a search in the page.
      arrow.dataset.answer ??= answerOf(check, nodes[to] ?? "", count);
      mark(arrow, marks.arrow(check, arrow.dataset.answer));
    }
    for (const link of this.#outline?.querySelectorAll("a") ?? []) {
      mark(link, marks.node(/([^/]+?)(\.html|\/)?$/.exec(link.pathname)?.[1] ?? ""), link);
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

/**
 * @param {Element} element  a node as mermaid drew it
 * @returns {number} the `3` of its `n3` in the source
 */
function numberOf({ id }) {
  return Number(/flowchart-n(\d+)-/.exec(id)?.[1]);
}

/**
 * Finds the answer of an arrow in the steps of the page: between the same two nodes they have one order.
 * @param {string} check
 * @param {string} to
 * @param {number} count  mermaid counts parallel arrows 0, 2, 3 …
 */
function answerOf(check, to, count) {
  /** @type {NodeListOf<HTMLElement>} */
  const links = document.querySelectorAll(`[data-node="${check}"] a.dt-answer[href$="#step-${to}"]`);
  return links[Math.max(0, count - 1)]?.dataset.answer ?? "";
}

if (!customElements.get("decision-chart")) customElements.define("decision-chart", DecisionChart);
