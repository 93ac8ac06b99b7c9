/** The elements of tree and node pages. */

import { DecisionChart } from "./chart/element.js";
import { script } from "./chart/loading.js";
import { leadBack } from "./walk/carry.js";
import { DecisionTree } from "./walk/element.js";
import { holdAddresses } from "./walk/hold.js";
import { watchPresses } from "./walk/press.js";

function begin() {
  leadBack();
  // Loaded twice, or run again by a theme that has brought another page
  if (customElements.get("decision-tree")) return;
  holdAddresses();
  watchPresses();
  // The walk comes first: it works also where a chart cannot be drawn.
  customElements.define("decision-tree", DecisionTree);
  customElements.define("decision-chart", DecisionChart);
}

// An element reads what is in it. That is there at the end of the body, and need not wait for what else a site
// loads; it need not be where this file is loaded in the head, or whenever it comes.
const isLast = !script.async && document.querySelector("[class^=dt-]");
if (isLast || document.readyState !== "loading") begin();
else addEventListener("DOMContentLoaded", begin);
