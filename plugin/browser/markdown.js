/** HTML, as a Markdown converter wrote it, back to Markdown. */

const BLOCKS = "blockquote, details, div, h1, h2, h3, h4, h5, h6, ol, p, pre, summary, table, ul";

/** @type {Record<string, string>} */
const MARKS = { B: "**", CODE: "`", EM: "*", I: "*", STRONG: "**" };

/**
 * @param {Element} element
 * @returns {string}
 */
export function toMarkdown(element) {
  const { tagName } = element;
  if (tagName === "PRE") return `\`\`\`\n${(element.querySelector("code") ?? element).textContent?.trimEnd()}\n\`\`\``;
  if (tagName === "TABLE") return table(/** @type {HTMLTableElement} */ (element));
  if (tagName === "BLOCKQUOTE") return inside(element).replace(/^/gm, "> ");
  if (tagName !== "UL" && tagName !== "OL") return inside(element);
  return Array.from(element.children, (item, index) => {
    const bullet = tagName === "OL" ? `${index + 1}. ` : "- ";
    return bullet + inside(item).replace(/\n(?=.)/g, `\n${" ".repeat(bullet.length)}`);
  }).join("\n");
}

/** @param {Element} element */
function inside(element) {
  const paragraphs = [""];
  for (const child of element.childNodes) {
    if (child instanceof Element && child.matches(BLOCKS)) paragraphs.push(toMarkdown(child), "");
    else paragraphs.push(paragraphs.pop() + inline(child));
  }
  return paragraphs.map((text) => text.trim()).filter(Boolean).join("\n\n");
}

/**
 * @param {Node} node
 * @returns {string}
 */
function inline(node) {
  if (node instanceof Text) return node.data.replace(/\s+/g, " ");
  // What a theme puts beside the text
  if (!(node instanceof HTMLElement) || node.matches("button, .headerlink")) return "";
  const text = Array.from(node.childNodes, inline).join("");
  if (node instanceof HTMLAnchorElement) return `[${text}](${node.href})`;
  if (node instanceof HTMLImageElement) return node.alt;
  const mark = MARKS[node.tagName] ?? "";
  return mark + text + mark;
}

/** @param {HTMLTableElement} element */
function table({ rows }) {
  const lines = Array.from(rows, ({ cells }) => `| ${Array.from(cells, inside).join(" | ")} |`);
  lines.splice(1, 0, (lines[0] ?? "").replace(/[^|]+/g, " --- "));
  return lines.join("\n");
}
