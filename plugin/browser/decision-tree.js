/** The elements of tree and node pages. The walk comes first: it works also where a chart cannot be drawn. */

import "./walk/element.js";
import "./chart/element.js";
