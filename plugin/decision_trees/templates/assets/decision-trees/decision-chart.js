/**
 * `<decision-chart>` draws the flowchart whose mermaid source it holds, in its own shadow root.
 *
 * mermaid stands beside this script and is loaded once, when a chart comes near the window. Until then,
 * and if drawing fails, the reader has the outline. Colours are the page's `--dt-…` properties, so that a
 * change of palette needs no new drawing.
 */
(() => {
  "use strict";

  /**
   * @typedef {object} Mermaid
   * @property {(config: object) => void} initialize
   * @property {(id: string, source: string, container: Element) => Promise<{ svg: string }>} render
   */

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const LIBRARY = new URL("mermaid.min.js", script.src).href;

  const CONFIG = {
    // The page's own fences are the theme's to draw.
    startOnLoad: false,
    securityLevel: "strict",
    suppressErrorRendering: true,
    maxEdges: 5000,
    maxTextSize: 1000000,
    fontFamily: "inherit",
    themeVariables: { fontFamily: "inherit", fontSize: "inherit" },
    flowchart: { htmlLabels: true, useMaxWidth: false, wrappingWidth: 220, nodeSpacing: 28, rankSpacing: 56, padding: 12 },
  };

  const STYLE = `
    .dt-canvas {
      box-sizing: border-box;
      direction: ltr;
      line-height: 1.4;
      --dt-paper: var(--md-default-bg-color, var(--bs-body-bg, Canvas));
    }
    .dt-bench { position: absolute; inset: 0 0 auto; block-size: 0; overflow: hidden; visibility: hidden }
    .dt-box {
      overflow: auto;
      max-block-size: min(85vh, 50rem);
      padding: 0.75em;
      border: 1px solid var(--dt-line, currentColor);
      border-radius: 0.5em;
      background: var(--dt-paper);
    }
    .dt-box:focus-visible, a:focus-visible { outline: 2px solid var(--dt-focus, Highlight); outline-offset: 2px }
    .dt-canvas svg { display: block; margin: auto; max-width: none; overflow: visible; color: inherit }
    .dt-canvas :is(div, span, p) { margin: 0; padding: 0; font: inherit; line-height: inherit; color: inherit }
    .dt-canvas .nodeLabel { overflow-wrap: anywhere }
    .dt-canvas .edgeLabel p { padding: 0 0.25em; font-size: 0.9em; background: var(--dt-paper) }
    .dt-canvas .edgeLabel rect { opacity: 0 }
    .dt-canvas .flowchart-link { fill: none; stroke: currentColor; stroke-opacity: 0.55; stroke-width: 1.5px }
    .dt-canvas .edge-pattern-dotted { stroke-dasharray: 4 }
    .dt-canvas .marker { fill: currentColor; stroke: none; opacity: 0.7 }
    .dt-canvas .node { --dt-kind: currentColor }
    .dt-canvas .check { --dt-kind: var(--dt-check, #005a8e) }
    .dt-canvas .decision { --dt-kind: var(--dt-decision, #00694d) }
    .dt-canvas .warning { --dt-kind: var(--dt-warning, #a34700) }
    .dt-canvas .label-container {
      fill: var(--dt-paper);
      fill: color-mix(in srgb, var(--dt-kind) 12%, var(--dt-paper));
      stroke: var(--dt-kind);
      stroke-width: 1.5px;
    }
    .dt-canvas .decision .label-container { rx: 1em; ry: 1em; stroke-width: 2.5px }
    .dt-canvas .warning .label-container { stroke-width: 2.5px }
    .dt-canvas .exit .label-container { stroke-dasharray: 5 3 }
    .dt-canvas a { color: inherit; text-decoration: none; cursor: pointer }
    .dt-canvas a:hover .nodeLabel { text-decoration: underline }
    .dt-canvas a:is(:hover, :focus-visible) .label-container { stroke-width: 3.5px }
    @media (forced-colors: active) {
      .dt-canvas .label-container { fill: Canvas; stroke: CanvasText }
      .dt-canvas a { color: LinkText }
    }
    @media print {
      .dt-box { overflow: visible; max-block-size: none; border: 0; padding: 0 }
      .dt-canvas svg { max-width: 100%; height: auto }
    }`;

  // Constructed, because a content security policy may forbid <style>. The document needs it, too: there
  // the labels are measured.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets.push(sheet);

  /** @type {Promise<Mermaid> | undefined} */
  let library;

  let drawn = 0;

  /** @returns {Promise<Mermaid>} */
  function loadLibrary() {
    library ??= new Promise((resolve, reject) => {
      const fail = () => reject(new Error(`No mermaid from ${LIBRARY}`));
      const element = document.createElement("script");
      element.src = LIBRARY;
      element.onload = () => {
        const { decisionTreesMermaid: mermaid } = /** @type {{ decisionTreesMermaid?: Mermaid }} */ (globalThis);
        // At once, or mermaid draws the page's own fences when the window has loaded.
        mermaid?.initialize(CONFIG);
        if (mermaid) resolve(mermaid);
        else fail();
      };
      element.onerror = fail;
      document.head.append(element);
    });
    return library;
  }

  /** Waits a second at most for the fonts that labels are measured in. */
  function fontsReady() {
    return Promise.race([document.fonts.ready, new Promise((resolve) => setTimeout(resolve, 1000))]);
  }

  /**
   * Draws a mermaid source with the type of an element.
   * @param {string} source
   * @param {Element} model  whose font the labels get
   * @returns {Promise<SVGSVGElement>}
   */
  async function draw(source, model) {
    const mermaid = await loadLibrary();
    await fontsReady();
    // mermaid finds its own elements through the document, so it cannot work inside a shadow root.
    const bench = document.createElement("div");
    bench.className = "dt-canvas dt-bench";
    bench.setAttribute("aria-hidden", "true");
    const { fontFamily, fontSize } = getComputedStyle(model);
    Object.assign(bench.style, { fontFamily, fontSize });
    document.body.append(bench);
    try {
      const { svg } = await mermaid.render(`dt-chart-${(drawn += 1)}`, source, bench);
      return toElement(svg);
    } finally {
      bench.remove();
    }
  }

  /**
   * @param {string} text  what mermaid returns
   * @returns {SVGSVGElement} the same with our stylesheet's looks only, in a form a strict policy allows
   */
  function toElement(text) {
    const svg = new DOMParser().parseFromString(text, "text/html").querySelector("svg");
    if (!svg) throw new Error("mermaid returned no drawing");
    for (const style of svg.querySelectorAll("style")) style.remove();
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (svg.querySelectorAll("[style]"))) {
      const text = element.getAttribute("style") ?? "";
      element.removeAttribute("style");
      element.style.cssText = text;
    }
    return svg;
  }

  /**
   * Brings a node to the middle of the box, or as near as the box scrolls.
   * @param {Element} box
   * @param {Element | null} node
   */
  function scrollToNode(box, node) {
    if (!node) return;
    const outer = box.getBoundingClientRect();
    const inner = node.getBoundingClientRect();
    box.scrollBy({
      left: inner.x - outer.x - (outer.width - inner.width) / 2,
      top: inner.y - outer.y - (outer.height - inner.height) / 2,
      behavior: "instant",
    });
  }

  class DecisionChart extends HTMLElement {
    /** @type {AbortController | undefined} */
    #subscriptions;

    #isBegun = false;
    #isTouched = false;

    connectedCallback() {
      if (this.#subscriptions || this.shadowRoot) return;
      this.#subscriptions = new AbortController();
      const { signal } = this.#subscriptions;
      const observer = new IntersectionObserver(
        (entries) => {
          if (entries.some((entry) => entry.isIntersecting)) this.#begin();
        },
        { rootMargin: "600px" },
      );
      observer.observe(this);
      signal.addEventListener("abort", () => observer.disconnect());
      addEventListener("beforeprint", () => this.#begin(), { signal });
      this.addEventListener("click", () => (this.#isTouched = true), { signal });
    }

    disconnectedCallback() {
      this.#subscriptions?.abort();
      this.#subscriptions = undefined;
    }

    async #begin() {
      const source = this.querySelector(".dt-chart__source")?.textContent;
      if (this.#isBegun || !source) return;
      this.#isBegun = true;
      try {
        this.#show(await draw(source, this));
      } catch (error) {
        console.warn("decision-chart: the outline stands in for the chart.", error);
      }
      this.#subscriptions?.abort();
    }

    /** @param {SVGSVGElement} svg */
    #show(svg) {
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      const box = document.createElement("div");
      box.className = "dt-canvas dt-box";
      // Reached by the keyboard, because it scrolls.
      box.tabIndex = 0;
      box.role = "group";
      box.ariaLabel = svg.querySelector("title")?.textContent ?? null;
      box.append(svg);
      root.append(box, document.createElement("slot"));
      scrollToNode(box, svg.querySelector(".node"));
      const outline = this.querySelector("details");
      if (outline && !this.#isTouched) outline.open = false;
    }
  }

  if (!customElements.get("decision-chart")) customElements.define("decision-chart", DecisionChart);
})();
