/** A walk in words: to copy, to report a problem with, to record. */

import { oneLine, textOf } from "../dom.js";
import { fill } from "../words.js";
import { asAddress, asLine, asText, toMarkdown } from "./markdown.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {typeof import("../words.js").WALK} Words
 */

// A question has a mark of its own; else a colon parts it from its answer.
const ENDED = /[?!:;…‽؟;！：？]["'»’”)\]」』）]*$/;

/**
 * The questions and answers, one a line.
 * @param {State} state
 */
export function answersGiven(state) {
  return Array.from(state.trail, (given) => {
    const { question, answer } = state.said(...given);
    const asked = textOf(question);
    return asked ? `${asked}${ENDED.test(asked) ? "" : ":"} ${textOf(answer)}` : textOf(answer);
  });
}

/**
 * The walk as plain text: the tree, questions and answers, at an end the outcome, and the address.
 * @param {State} state
 */
export function asPlainText(state) {
  const { isEnd, title, section } = state.step;
  // Without its number, which stands in an element of its own
  const kind = section.querySelector(".dt-kind")?.firstChild?.textContent;
  return [
    state.tree.name,
    ...answersGiven(state).map((line) => `- ${line}`),
    ...(isEnd ? [`${oneLine(kind ?? "")}: ${textOf(title)}`] : []),
    state.url,
  ].join("\n");
}

/**
 * What is filled into an address where problems are reported.
 * @param {State} state
 */
export function reportValues(state) {
  const { id, title } = state.step;
  const trail = answersGiven(state).map((line) => `- ${line}`);
  const values = {
    tree: state.tree.tree ?? "",
    node: id,
    title: textOf(title),
    trail: trail.join("\n"),
    url: state.url,
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)]));
}

/**
 * What is filled into the form of a record.
 * @param {State} state
 * @param {Words} words
 */
export function recordValues(state, words) {
  const { tree, name = "", question = "", version = "" } = state.tree;
  const decisions = [...state.steps.values()].filter(({ kind }) => kind === "decision");
  return {
    date: today(),
    subject: `${tree}-${state.step.id}`,
    tree: asText(name),
    question: asText(question),
    outcome: asLine(state.step.title),
    answers: answersRecorded(state, words).join("\n"),
    options: decisions.map(({ title }) => `- ${asLine(title)}`).join("\n"),
    reasons: reasonsOf(state.step.section),
    url: asAddress(state.url),
    version: version.slice(0, 12),
  };
}

/**
 * The questions and answers as Markdown, with what else could have been answered.
 * @param {State} state
 * @param {Words} words
 */
function answersRecorded(state, words) {
  return Array.from(state.trail, (given) => {
    const { question, answer } = state.said(...given);
    const others = state.declined(...given).map(({ label }) => asLine(label));
    const not = others.length ? ` (${fill(words.record_not, { answers: others.join(", ") })})` : "";
    return `- ${`${asLine(question)} **${asLine(answer)}**`.trim()}${not}`;
  });
}

/**
 * The texts of a decision or warning.
 * @param {HTMLElement} section
 */
function reasonsOf(section) {
  const parts = section.querySelectorAll(":scope > :is(.dt-section, .dt-prose, .dt-alternatives)");
  return Array.from(parts, (part) => (part.matches(".dt-section") ? "### " : "") + toMarkdown(part)).join("\n\n");
}

/** Today's date where the reader is, as `2026-11-23`. */
function today() {
  // Not by a locale: the first use of one takes long.
  return new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
