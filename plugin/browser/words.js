/**
 * What the interface says, in English; `data-words` has what a site says instead. The same words, with
 * the same names, stand in the table `walk` of `words/en.toml`.
 */

export const WALK = {
  progress: "Step {n} of {least} to {most}",
  progress_exact: "Step {n} of {most}",
  end: "Answers given: {n}",
  your_answers: "Your answers",
  change: "{answer} – change the answer to: {question}",
  back: "Back",
  restart: "Start again",
  copy: "Copy link and answers",
  copied: "Copied",
  kept: "Your later answers still apply.",
  stale: "This link has an answer that no longer exists. The walk stops there.",
  unsure: "Not sure? Outcomes still possible: {n}",
  turned_down: "Answers turned down: {n}",
  record: "Record this decision",
  record_copy: "Copy the record",
  record_copied: "Record copied",
  record_download: "Download the record",
  record_not: "not: {answers}",
  record_form: `---
status: proposed
date: {date}
---

# {tree}: {outcome}

## Context and Problem Statement

{question}

## Decision Drivers

{answers}

## Considered Options

{options}

## Decision Outcome

Chosen option: "{outcome}", because the answers above lead to it.

{reasons}

## More Information

[{tree}: {outcome}]({url}), version {version} of the tree`,
  problem: "Report a problem with this step",
};

export const CHART = {
  enlarge: "Enlarge",
  shrink: "Close",
  zoom_in: "Zoom in",
  zoom_out: "Zoom out",
  fit: "Fit",
  copy_mermaid: "Copy as mermaid",
  copied_mermaid: "Copied",
  answer_to: "{answer}: to {title}",
  goes_further: "More lies behind it.",
  open_flowchart: "Flowchart",
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
