/**
 * What is loaded when a chart is first drawn: mermaid, and all that needs a drawing. It stands under names of
 * our own beside a page's own mermaid. What is bundled of mermaid draws flowcharts and nothing else: see
 * `build.mjs`.
 */

import mermaid from "mermaid";
import { Canvas } from "./canvas.js";

export const parts = { Canvas };

Object.assign(globalThis, { decisionTreesMermaid: mermaid, decisionTreesDrawing: parts });
