import { oneLine, textOf } from "../dom.js";

/** Texts as Markdown that shows them as they are; and HTML, as a Markdown converter wrote it, back to Markdown. */

// What Markdown may act on in a line: three signs only where they stand twice.
const SIGNS = /[\\`*_{[\]~^$]|#+|<(?![\s\d=])|&(?=#?\w+;)/g;

/** @type {Record<string, string>} */
const NAMED = { "<": "&lt;", "&": "&amp;" };

const SAFE_SCHEMES = ["file:", "http:", "https:", "mailto:"];

/**
 * A text as Markdown that shows it as it is, on one line.
 * @param {string} text
 */
export function asText(text) {
  return opened(escaped(oneLine(text)));
}

/**
 * A line of a page likewise, its code and emphasis as its author wrote them.
 * @param {Element} line
 */
export function asLine(line) {
  return line.childElementCount ? inside(line) : asText(textOf(line));
}

/**
 * A whole address as the destination of a link, which nothing in it ends.
 * @param {string} url
 */
export function asAddress(url) {
  return url
    .replace(/[\\<>`"\s\p{Cc}]/gu, encodeURIComponent)
    .replace(/['()]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)
    .replace(/&(?=#?\w+;)/g, "&amp;");
}

/**
 * @param {string} text
 * @param {string} [whole]  of what it is a part, if it is one: what stands twice may stand in two parts
 */
function escaped(text, whole = text) {
  return text.replace(SIGNS, (sign, at) => {
    const [before = "", after = ""] = [text[at - 1], text[at + sign.length]];
    // Within words, and within a line.
    if (sign === "_" && /[a-z0-9]/i.test(before) && /[a-z0-9]/i.test(after)) return sign;
    if (sign.startsWith("#") && before && after) return sign;
    if ("~^$".includes(sign) && (whole === text ? !text.includes(sign, at + 1) : whole.split(sign).length < 3))
      return sign;
    // Not every converter knows a backslash before these.
    return "~^$<&".includes(sign) ? spell(sign) : sign.replace(/./g, "\\$&");
  });
}

/**
 * A paragraph in which the first signs begin no list, quotation, box or tab.
 * @param {string} text
 */
function opened(text) {
  return text
    .replace(/^(?:[-+>]|!!!)/, "\\$&")
    .replace(/^(?::(?= )|\?\?\?|===|\/\/\/)/, spell)
    .replace(/^\d+(?=[.)])/, "$&\\");
}

/** @param {string} text */
function spell(text) {
  const [sign = ""] = text;
  return (NAMED[sign] ?? `&#${sign.charCodeAt(0)};`) + text.slice(1);
}

const BLOCKS = "blockquote, details, div, h1, h2, h3, h4, h5, h6, ol, p, pre, summary, table, ul";

/** @type {Record<string, string>} */
const MARKS = { B: "**", EM: "*", I: "*", STRONG: "**" };

/**
 * @param {Element} element
 * @returns {string}
 */
export function toMarkdown(element) {
  const { tagName } = element;
  if (tagName === "PRE") {
    const code = (element.querySelector("code") ?? element).textContent ?? "";
    const fence = ticks(code, 3);
    return `${fence}\n${code.trimEnd()}\n${fence}`;
  }
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
  /** @type {string[]} */
  const paragraphs = [];
  let line = "";
  const end = () => paragraphs.push(opened(line.trim()));
  for (const child of element.childNodes) {
    if (child instanceof Element && child.matches(BLOCKS)) {
      end();
      paragraphs.push(toMarkdown(child));
      line = "";
    } else line = joined(line, inline(child));
  }
  end();
  return paragraphs.filter(Boolean).join("\n\n");
}

/**
 * @param {Node} node
 * @returns {string}
 */
function inline(node) {
  if (node instanceof Text) {
    return escaped(node.data.replace(/\s+/g, " "), node.parentElement?.closest(BLOCKS)?.textContent ?? node.data);
  }
  // What a theme puts beside the text
  if (!(node instanceof HTMLElement) || node.matches("button, .headerlink")) return "";
  if (node instanceof HTMLImageElement) return escaped(oneLine(node.alt));
  if (node.tagName === "BR") return " ";
  if (node.tagName === "CODE") return codeSpan(textOf(node));
  const text = Array.from(node.childNodes, inline).reduce(joined, "");
  if (node instanceof HTMLAnchorElement && SAFE_SCHEMES.includes(node.protocol))
    return `[${text}](${asAddress(node.href)})`;
  const mark = text.trim() && (MARKS[node.tagName] ?? "");
  return mark + text + mark;
}

/**
 * Texts one behind the other; an exclamation mark before a link would make an image of it.
 * @param {string} text
 * @param {string} next
 */
function joined(text, next) {
  return text.endsWith("!") && next.startsWith("[") ? `${text.slice(0, -1)}\\!${next}` : text + next;
}

/** @param {string} code */
function codeSpan(code) {
  const fence = ticks(code, 1);
  const space = /^`|`$/.test(code) ? " " : "";
  return code && fence + space + code + space + fence;
}

/**
 * More backticks than a text has in a row.
 * @param {string} text
 * @param {number} least
 */
function ticks(text, least) {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  return "`".repeat(Math.max(least, longest + 1));
}

/** @param {HTMLTableElement} element */
function table({ rows }) {
  const lines = Array.from(rows, ({ cells }) => `| ${Array.from(cells, cell).join(" | ")} |`);
  const bars = "| --- ".repeat(rows[0]?.cells.length ?? 0);
  lines.splice(1, 0, `${bars}|`);
  return lines.join("\n");
}

/** @param {HTMLTableCellElement} element */
function cell(element) {
  return inside(element).replace(/\n+/g, " ").replaceAll("|", "\\|");
}
