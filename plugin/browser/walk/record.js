/** The record of a decision, in the form of MADR: Markdown that lives beside the code it is about. */

import { make, makeButton, makeFold, makeLink } from "../dom.js";
import { fill } from "../words.js";

/**
 * A record that the reader may still edit, to copy and download. It is written when it is first opened.
 * @param {typeof import("../words.js").WALK} words
 * @param {(text: string) => void} say  announces what was done
 * @param {() => Record<string, string>} read  gives what to record; its file is called by `date` and `subject`
 */
export function makeRecord(words, say, read) {
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
  details.ontoggle = () => {
    // What the reader has edited stays.
    if (!details.open || text.value) return;
    const values = read();
    text.value = `${fill(words.record_form, values).replace(/\n{3,}/g, "\n\n")}\n`;
    name = `${values.date}-${values.subject}.md`;
  };

  return {
    details,

    /**
     * Lets go of what was recorded.
     * @param {boolean} isOffered  whether there is something to record anew
     */
    renew(isOffered) {
      details.open = false;
      details.hidden = !isOffered;
      text.value = "";
    },
  };
}
