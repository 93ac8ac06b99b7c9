/**
 * What a reader sees of a walk beside its steps. Above the step stand progress and Back, of one height at every
 * step; all else stands below the answers, so that nothing moves the question.
 */

import { make, makeButton, makeLink, shownBy, textOf } from "../dom.js";
import { fill } from "../words.js";
import { makeTurnedDown, makeUnsure } from "./folds.js";
import { makeRecord } from "./record.js";
import { recordValues, reportValues } from "./texts.js";

/**
 * @typedef {import("./state.js").State} State
 *
 * @typedef {object} Actions
 * @property {() => void} goBack
 * @property {() => void} startAgain
 * @property {(button: HTMLButtonElement) => void} copy
 */

export class View {
  #progress = make("p", "dt-progress");
  #note = make("p", "dt-note");
  #answers = make("ol", "");
  #trail = make("nav", "dt-trail dt-trail--walk", this.#answers);
  #links = make("p", "dt-report");
  #result = make("div", "dt-result");
  #live = make("p", "dt-live");
  #walk;
  #words;
  #back;
  #copy;
  #tools;
  #unsure;
  #turnedDown;
  #record;

  /** @type {State | undefined} */
  #state;

  /**
   * @param {HTMLElement} walk
   * @param {typeof import("../words.js").WALK} words
   * @param {Actions} actions
   */
  constructor(walk, words, actions) {
    this.#walk = walk;
    this.#words = words;
    this.#back = makeButton(words.back, actions.goBack);
    this.#copy = makeButton(words.copy, () => actions.copy(this.#copy));
    this.#tools = make("div", "dt-bar", makeButton(words.restart, actions.startAgain), this.#copy);
    this.#unsure = makeUnsure(words);
    this.#turnedDown = makeTurnedDown(words);
    this.#record = makeRecord(
      words,
      (text) => this.say(text),
      () => recordValues(/** @type {State} */ (this.#state), words),
    );
    this.#trail.ariaLabel = words.your_answers;
    this.#live.role = "status";
    walk.prepend(make("div", "dt-top", this.#progress, this.#back), this.#note);
    walk.append(this.#unsure.details, this.#turnedDown.details, this.#record.details);
    walk.append(this.#tools, this.#links, this.#trail, this.#result, this.#live);
    if (walk.matches(".dt-walk--compact")) {
      // What stands above the question is left out.
      this.#tools.prepend(this.#back);
      this.#copy.remove();
    }
    walk.classList.add("dt-walk--on");
  }

  /**
   * @param {State} state
   * @param {import("./ways.js").Trail} known  all answers given, also those gone back on
   * @param {string} note  what the reader should know about how they came here
   */
  show(state, known, note) {
    const { step, trail } = state;
    this.#state = state;
    this.#walk.dataset.kind = step.kind;
    // Where this changes nothing the step is not styled anew, as it would be by "hidden = true".
    for (const { section } of state.steps.values()) section.toggleAttribute("hidden", section !== step.section);
    // Not hidden: its room stays.
    this.#back.style.visibility = state.given ? "" : "hidden";
    this.#progress.textContent = this.#progressText(state);
    this.#note.textContent = note;
    this.#note.hidden = !note;
    for (const { id, link } of state.answers) link.ariaCurrent = known.get(step.id) === id ? "true" : null;
    this.#unsure.renew(state);
    this.#turnedDown.renew(state);
    this.#record.renew(step.isEnd);
    this.#copy.textContent = this.#words.copy;
    this.#tools.hidden = !state.fragment();
    this.#showLinks(state);
    this.#answers.replaceChildren(...Array.from(trail, (given) => this.#answer(state.said(...given))));
    this.#trail.hidden = !trail.size;
    this.#showResult(state);
  }

  /** @param {string} [text]  how far the reader has come, unless given */
  say(text = `${this.#progress.textContent}. ${this.#note.textContent}`) {
    this.#live.textContent = text;
  }

  /** @param {State} state */
  #progressText(state) {
    const { given } = state;
    const { isEnd, least, most } = state.step;
    if (isEnd) return fill(this.#words.end, { n: state.answered });
    const text = least === most ? this.#words.progress_exact : this.#words.progress;
    return fill(text, { n: given + 1, least: given + least, most: given + most });
  }

  /** @param {import("./state.js").Said} said */
  #answer({ question, answer, href }) {
    // Without an address it only shows the answer.
    const link = href ? makeLink(href, ...shownBy(answer)) : make("b", "", ...shownBy(answer));
    if (href && textOf(question))
      link.ariaLabel = fill(this.#words.change, { answer: textOf(answer), question: textOf(question) });
    return make("li", "", make("span", "", ...shownBy(question)), " ", link);
  }

  /** @param {State} state */
  #showLinks(state) {
    const { report } = state.tree;
    const problem = report ? makeLink(fill(report, reportValues(state)), this.#words.problem) : "";
    // Behind what is at hand: the same link in the step would stand before it.
    /** @type {HTMLAnchorElement | null} */
    const link = state.step.section.querySelector(".dt-step__page a");
    // With the answers, so that the page can lead back to where the reader was.
    const ownPage = link ? makeLink(link.href + state.fragment(), ...shownBy(link)) : "";
    this.#links.replaceChildren(ownPage, " ", problem);
  }

  /**
   * A walk that is finished is printed instead of the tree: what was asked and answered, and the outcome.
   * @param {State} state
   */
  #showResult(state) {
    const { isEnd, section } = state.step;
    this.#walk.toggleAttribute("data-dt-finished", isEnd);
    this.#result.replaceChildren();
    if (!isEnd) return;
    const answers = Array.from(state.trail, (given) => {
      const { question, answer } = state.said(...given);
      return make("li", "", ...shownBy(question), " ", make("b", "", ...shownBy(answer)));
    });
    this.#result.append(make("ol", "dt-result__answers", ...answers), ...section.cloneNode(true).childNodes);
    for (const element of this.#result.querySelectorAll("[id], [tabindex]")) {
      element.removeAttribute("id");
      element.removeAttribute("tabindex");
    }
    this.#result.querySelector(".dt-step__page")?.remove();
  }
}
