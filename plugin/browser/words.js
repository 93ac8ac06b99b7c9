/**
 * What the interface says, in English; `data-words` has what a site says instead. The same words, with
 * the same names, stand in the table `walk` of `words/en.toml`.
 */

export const WALK = {
  step: "Step {n} of {least} to {most}",
  step_exact: "Step {n} of {most}",
  end: "Answers given: {n}",
  your_answers: "Your answers",
  change: "{answer} – change the answer to: {question}",
  back: "Back",
  restart: "Start again",
  copy: "Copy link",
  copied: "Link copied",
  kept: "Your later answers still apply.",
  stale: "This link has an answer that no longer exists. The walk stops there.",
  unsure: "Not sure? Outcomes still possible: {n}",
  turned_down: "Answers turned down: {n}",
  record: "Record this decision",
  record_copy: "Copy the record",
  record_copied: "Record copied",
  record_download: "Download the record",
  record_not: "not: {answers}",
  record_form:
    "---\nstatus: proposed\ndate: {date}\n---\n\n# {tree}: {outcome}\n\n## Context and Problem Statement\n\n{question}\n\n## Decision Drivers\n\n{answers}\n\n## Considered Options\n\n{options}\n\n## Decision Outcome\n\nChosen option: \"{outcome}\", because the answers above lead to it.\n\n{reasons}\n\n## More Information\n\n[{tree}: {outcome}]({url}), version {version} of the tree",
  problem: "Report a problem with this step",
};

export const CHART = {
  enlarge: "Enlarge",
  shrink: "Close",
  as_text: "As text",
};

/**
 * @template {Record<string, string>} Words
 * @param {Words} english
 * @param {HTMLElement} element
 * @returns {Words} the same with the element's own over them
 */
export function wordsOf(english, { dataset: { words = "{}" } }) {
  return { ...english, ...JSON.parse(words) };
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (slot, name) => String(values[name] ?? slot));
}
