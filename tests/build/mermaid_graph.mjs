// Mermaid itself: reads charts as JSON from standard input and prints what it makes of each.
import DOMPurify from "dompurify";

// Without a browser it cleans nothing; texts of charts are compared as mermaid's grammar gives them.
Object.assign(DOMPurify, { sanitize: (text) => text, addHook: () => undefined });
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ securityLevel: "loose", maxEdges: 100_000, maxTextSize: 10_000_000 });

const charts = JSON.parse(await new Response(process.stdin).text());
const found = [];
for (const chart of charts) {
  try {
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(chart);
    const nodes = [...db.getVertices().values()].map((node) => [node.id, node.text ?? node.id, node.type ?? ""]);
    const edges = db.getEdges().map((edge) => [edge.start, edge.end, edge.text ?? "", edge.stroke ?? ""]);
    found.push({ nodes, edges });
  } catch (error) {
    found.push({ error: String(error.message ?? error) });
  }
}
console.log(JSON.stringify(found));
