/** Drawing with mermaid, which stands beside our script and is loaded once, when it is first needed. */

import { make } from "./dom.js";

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
  themeVariables: { fontSize: "inherit" },
  flowchart: { htmlLabels: true, useMaxWidth: false, wrappingWidth: 220, nodeSpacing: 28, rankSpacing: 56, padding: 12 },
};

/** @type {Promise<Mermaid> | undefined} */
let library;

let drawn = 0;

/** @returns {Promise<Mermaid>} */
function loadLibrary() {
  library ??= new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`No mermaid from ${LIBRARY}`));
    const element = make("script", "");
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
export async function draw(source, model) {
  const mermaid = await loadLibrary();
  await fontsReady();
  // mermaid finds its own elements through the document, so it cannot work inside a shadow root.
  const bench = make("div", "dt-canvas dt-bench");
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
  const page = new DOMParser().parseFromString(text, "text/html");
  const svg = /** @type {SVGSVGElement} */ (page.querySelector("svg"));
  for (const style of svg.querySelectorAll("style")) style.remove();
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (svg.querySelectorAll("[style]"))) {
    const text = element.getAttribute("style") ?? "";
    element.removeAttribute("style");
    element.style.cssText = text;
  }
  return svg;
}

// How wide a box and an arrow with its answer are at most, in px
const BOX = 280;
const ARROW = 120;

/**
 * Says in which direction a chart reads best: the line of text's, if that fits or needs less scrolling.
 * @param {string} source
 * @param {HTMLElement} place
 * @returns {"LR" | "RL" | "TD"}
 */
export function directionFor(source, place) {
  const { levels, breadth } = measure(source);
  const along = levels * BOX + (levels - 1) * ARROW;
  const down = breadth * BOX;
  if (along > place.clientWidth && down < along) return "TD";
  return getComputedStyle(place).direction === "rtl" ? "RL" : "LR";
}

/**
 * Counts the levels of a chart, and the boxes of its broadest one.
 * @param {string} source
 */
function measure(source) {
  // An answer that goes back has a dotted arrow and moves no box.
  const arrows = Array.from(source.matchAll(/^(n\d+) -->.*\| (n\d+)$/gm), ([, from = "", to = ""]) => ({ from, to }));
  /** @type {Map<string, number>} */
  const levels = new Map();
  const levelOf = (/** @type {string} */ node) => levels.get(node) ?? 1;
  // Each round settles one level more.
  for (const _ of arrows) {
    for (const { from, to } of arrows) levels.set(to, Math.max(levelOf(to), levelOf(from) + 1));
  }
  const nodes = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const all = [...nodes].map(levelOf);
  const counts = all.map((level) => all.filter((each) => each === level).length);
  return { levels: Math.max(1, ...all), breadth: Math.max(1, ...counts) };
}
