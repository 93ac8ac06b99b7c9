/** What is at hand below a step, folded: outcomes still possible, and at an end answers turned down. */

import { make, makeFold, makeLink, shownBy } from "../dom.js";
import { fill } from "../words.js";
import { carryOver } from "./carry.js";
import { cutBefore, waysFrom } from "./ways.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {import("./ways.js").Trail} Trail
 * @typedef {typeof import("../words.js").WALK} Words
 */

/**
 * The outcomes that can still be reached, by the answers that lead to them. They are listed when it is opened.
 * @param {Words} words
 */
export function makeUnsure(words) {
  const { details, summary, body } = makeFold("unsure");
  return {
    details,

    /** @param {State} state */
    renew(state) {
      details.open = false;
      details.hidden = state.step.isEnd || state.step.kind === "step";
      // It never shows what was possible at another step.
      body.replaceChildren();
      const outcomes = state.ahead.filter((node) => state.steps.get(node)?.isEnd);
      summary.textContent = fill(words.unsure, { n: outcomes.length });
      details.ontoggle = () => {
        if (details.open) body.replaceChildren(...state.answers.flatMap((answer) => outcomesOf(state, answer)));
      };
    },
  };
}

/**
 * @param {State} state
 * @param {Answer} answer
 */
function outcomesOf(state, { id, label, link, to, isLoop }) {
  if (isLoop) return [];
  const heading = make("p", "dt-section", ...shownBy(label));
  if (!to)
    return [
      heading,
      make(
        "ul",
        "dt-list",
        make("li", "", makeLink(link.href, ...shownBy(link.querySelector(".dt-answer__to") ?? label))),
      ),
    ];
  const { from, trail, node } = state.position;
  const walked = new Map(trail).set(node, id);
  const items = Array.from(waysFrom(state.steps, to, walked), ([end, way]) => {
    const step = state.steps.get(end);
    if (!step?.isEnd) return "";
    const outcome = makeLink(state.href({ from, trail: way, node: end }), ...shownBy(step.title));
    outcome.className = `dt--${step.kind}`;
    return make("li", "", outcome, ...conditions(state, [...way].slice(walked.size)));
  });
  return [heading, make("ul", "dt-list", ...items)];
}

/**
 * @param {State} state
 * @param {[check: string, answer: string][]} answers
 */
function conditions(state, answers) {
  return answers.map((given) => {
    const { question, answer } = state.said(...given);
    return make("span", "dt-scenario__answers", ...shownBy(question), " ", make("b", "", ...shownBy(answer)));
  });
}

/**
 * At an end the answers that were not given, each a way to go there.
 * @param {Words} words
 */
export function makeTurnedDown(words) {
  const { details, summary, body } = makeFold("turned-down");
  return {
    details,

    /** @param {State} state */
    renew(state) {
      const asked = state.step.isEnd ? [...state.trail].filter((given) => state.declined(...given).length) : [];
      details.open = false;
      details.hidden = !asked.length;
      summary.textContent = fill(words.turned_down, { n: asked.length });
      body.replaceChildren(make("ul", "dt-list", ...asked.map((given) => declinedItem(state, ...given))));
    },
  };
}

/**
 * @param {State} state
 * @param {string} check
 * @param {string} given
 */
function declinedItem(state, check, given) {
  const asked = cutBefore(state.position, check);
  const links = state.declined(check, given).flatMap(({ id, label, link, to }) => {
    if (!to) carryOver(state, link, asked);
    const trail = new Map(asked.trail).set(check, id);
    return [" ", makeLink(to ? state.href({ ...asked, trail, node: to }) : link.href, ...shownBy(label))];
  });
  return make("li", "", make("span", "", ...shownBy(state.said(check, given).question)), ...links);
}
