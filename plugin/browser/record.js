/** The record of a decision, in the form of MADR: Markdown that lives beside the code it is about. */

import { make, makeButton, makeFold, makeLink } from "./dom.js";
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
  // Swedish dates have the form of ISO 8601. To load the language takes a while, so only an end asks.
  return new Date().toLocaleDateString("sv");
}

/**
 * A record that the reader may still edit, to copy and download.
 * @param {typeof import("./words.js").WALK} words
 * @param {(text: string) => void} say  announces what was done
 */
export function makeRecord(words, say) {
  const text = make("textarea", "dt-record");
  const copy = makeButton(words.record_copy, async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      say(words.record_copied);
    } catch {
      // Plain http has no clipboard, and it may be forbidden: the reader copies by hand.
      text.select();
    }
  });
  const download = makeButton(words.record_download, () => {
    const link = makeLink(`data:text/markdown;charset=utf-8,${encodeURIComponent(text.value)}`, "");
    link.download = name;
    link.click();
  });
  const { details, summary } = makeFold("record", text, make("div", "dt-bar", copy, download));
  let name = "";
  text.ariaLabel = summary.textContent = words.record;
  text.rows = 16;

  return {
    details,

    /**
     * @param {Record<string, string> | null} values  nothing where there is nothing to record
     * @param {string} subject  what its file is called, behind the date
     */
    show(values, subject) {
      text.value = `${fill(words.record_form, values ?? {}).replace(/\n{3,}/g, "\n\n")}\n`;
      name = `${values?.date}-${subject}.md`;
      details.open = false;
      details.hidden = !values;
    },
  };
}
