/** The record of a decision, in the form of MADR: Markdown that lives beside the code it is about. */

import { make, makeFold, makeLink } from "./dom.js";
import { toMarkdown } from "./markdown.js";
import { fill } from "./words.js";

/**
 * The texts of a decision or warning.
 * @param {HTMLElement} section
 */
export function reasonsOf(section) {
  const parts = section.querySelectorAll(":scope > :is(.dt-section, .dt-prose, .dt-alternatives)");
  return Array.from(parts, (part) => (part.matches(".dt-section") ? "### " : "") + toMarkdown(part)).join("\n\n");
}

/** Today's date where the reader is, as `2026-11-23`. */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/**
 * A record that the reader may still edit, to copy and download.
 * @param {typeof import("./words.js").WALK} words
 * @param {(text: string) => void} say  announces what was done
 */
export function makeRecord(words, say) {
  const text = make("textarea", "dt-record");
  const copy = make("button", "dt-button", words.record_copy);
  const download = make("button", "dt-button", words.record_download);
  const { details, summary } = makeFold("record", text, make("div", "dt-walk__tools", copy, download));
  let name = "";
  text.ariaLabel = summary.textContent = words.record;
  text.rows = 16;

  copy.onclick = async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      say(words.record_copied);
    } catch {
      // Plain http has no clipboard, and it may be forbidden: the reader copies by hand.
      text.select();
    }
  };

  download.onclick = () => {
    const link = makeLink(URL.createObjectURL(new Blob([text.value], { type: "text/markdown" })), "");
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  return {
    details,

    /**
     * @param {Record<string, string> | null} values  nothing where there is nothing to record
     * @param {string} file  what to call it
     */
    show(values, file) {
      text.value = `${fill(words.record_form, values ?? {}).replace(/\n{3,}/g, "\n\n")}\n`;
      name = file;
      details.open = false;
      details.hidden = !values;
    },
  };
}
