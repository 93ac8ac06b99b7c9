/** Drawing with mermaid, and moving its answers off each other. */

import mermaid from "mermaid";
import { make } from "../dom.js";

/** @type {import("mermaid").MermaidConfig} */
const CONFIG = {
  // The page's own fences are the theme's to draw.
  startOnLoad: false,
  securityLevel: "strict",
  suppressErrorRendering: true,
  maxEdges: 5000,
  maxTextSize: 1_000_000,
  fontFamily: "inherit",
  themeVariables: { fontSize: "inherit" },
};

/** The parts of mermaid's configuration that flowcharts are drawn by. */
const KEPT = new Set(["flowchart", "themeVariables", "secure", "dompurifyConfig", "elk"]);

// As tight as boxes and answers bear: what counts is how large the whole can be shown.
const FLOWCHART = { htmlLabels: true, useMaxWidth: false, nodeSpacing: 8, rankSpacing: 20, padding: 6 };

// mermaid copies its whole configuration hundreds of times a drawing; most of it is about diagrams that are
// left out. It starts from these defaults each time.
for (const [name, section] of Object.entries(mermaid.mermaidAPI.defaultConfig)) {
  if (section && typeof section === "object" && !KEPT.has(name))
    for (const key of Object.keys(section)) delete section[key];
}

// At once, or mermaid draws the page's own fences when the window has loaded.
mermaid.initialize(CONFIG);

/** What is being drawn: mermaid has one configuration, so one drawing is made after the other. */
let queue = Promise.resolve();

let drawn = 0;

function goOn() {
  // What went wrong with one drawing is told where it was asked for.
}

/** Waits a second at most for the fonts that labels are measured in. */
function fontsReady() {
  return Promise.race([document.fonts.ready, new Promise((resolve) => setTimeout(resolve, 1000))]);
}

/**
 * Draws a mermaid source with the type of an element.
 * @param {string} source  its first line names a direction
 * @param {Element} model  whose font the labels get
 * @param {string} direction  TD, LR or RL
 * @param {number} wrappingWidth  how wide a label may be, in px
 * @returns {Promise<SVGSVGElement>}
 */
export async function draw(source, model, direction, wrappingWidth) {
  await fontsReady();
  const drawing = queue.then(async () => {
    mermaid.initialize({ ...CONFIG, flowchart: { ...FLOWCHART, wrappingWidth } });
    // mermaid finds its own elements through the document, so it cannot work inside a shadow root.
    const bench = make("div", "dt-canvas dt-bench");
    const { fontFamily, fontSize } = getComputedStyle(model);
    Object.assign(bench.style, { fontFamily, fontSize });
    document.body.append(bench);
    try {
      const text = `flowchart ${direction}${source.slice(source.indexOf("\n"))}`;
      const { svg } = await mermaid.render(`dt-chart-${(drawn += 1)}`, text, bench);
      const element = toElement(svg);
      bench.replaceChildren(element); // where it can be measured
      separate(element);
      return element;
    } finally {
      bench.remove();
    }
  });
  queue = drawing.then(goOn, goOn);
  return drawing;
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
    // A policy that forbids styles in markup lets a script set them.
    const looks = element.getAttribute("style") ?? "";
    element.removeAttribute("style");
    element.style.cssText = looks;
  }
  return svg;
}

/**
 * @typedef {{ x: number, y: number }} Point
 * @typedef {Point & { width: number, height: number }} Block  around its middle
 */

const GAP = 4; // px between an answer and what it must not touch, lines around it included

// Where along its arrow an answer may stand, in the order in which that is tried: from the middle outwards …
const PLACES = Array.from({ length: 23 }, (_, number) => 0.5 + Math.ceil(number / 2) * (number % 2 ? 0.04 : -0.04));

// … and how far aside in px, the nearest first, where it can stand nowhere on it.
const STEPS = Array.from({ length: 25 }, (_, number) => 6 * (number - 12));
const ASIDE = STEPS.flatMap((x) => STEPS.map((y) => ({ x, y }))).sort((one, other) => far(one) - far(other));

/** @param {Point} point */
function far({ x, y }) {
  return Math.hypot(x, y);
}

/**
 * Moves answers off each other, and off boxes, that mermaid has set there: along their arrows where that is
 * enough, and aside where it is not. Boxes stay.
 * @param {SVGSVGElement} svg  in the document
 */
function separate(svg) {
  const boxes = Array.from(svg.querySelectorAll("g.node"), blockOf);
  const answers = Array.from(svg.querySelectorAll("g.edgeLabel"), (element) => ({ element, ...blockOf(element) }));
  const written = answers.filter(({ width }) => width);
  for (const answer of written) {
    const others = [...boxes, ...written.filter((other) => other !== answer)];
    const isFree = (/** @type {Point} */ point) => others.every((other) => !touch({ ...answer, ...point }, other));
    if (isFree(answer)) continue;
    const id = answer.element.querySelector("[data-id]")?.getAttribute("data-id");
    const path = /** @type {SVGPathElement | null} */ (svg.querySelector(`path[data-id="${id}"]`));
    const length = path?.getTotalLength() ?? 0;
    const along = PLACES.map((part) => path?.getPointAtLength(part * length) ?? answer);
    const aside = ASIDE.map(({ x, y }) => ({ x: answer.x + x, y: answer.y + y }));
    const free = [...along, ...aside].find(isFree) ?? answer;
    Object.assign(answer, { x: free.x, y: free.y });
    answer.element.setAttribute("transform", `translate(${free.x}, ${free.y})`);
  }
}

/**
 * @param {Element} element  a group that is moved by a translation and lies around it
 * @returns {Block}
 */
function blockOf(element) {
  const group = /** @type {SVGGElement} */ (element.closest("a") ?? element); // mermaid moves the link of a node
  const { e: x = 0, f: y = 0 } = group.transform.baseVal.consolidate()?.matrix ?? {};
  const { width, height } = group.getBBox();
  return { x, y, width, height };
}

/**
 * @param {Block} one
 * @param {Block} other
 */
function touch(one, other) {
  return (
    (one.width + other.width) / 2 + GAP > Math.abs(one.x - other.x) &&
    (one.height + other.height) / 2 + GAP > Math.abs(one.y - other.y)
  );
}
