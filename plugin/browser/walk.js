/**
 * `<decision-tree>` walks a reader through the steps of a tree page, one question at a time.
 *
 * It reads the tree from the answers in its sections and writes the walk into the address, so that Back,
 * reload, a bookmark and a shared link work:
 *   #walk?check=answer&…                   from the tree's start
 *   #walk?tree/check=answer&check=answer&… with the answers that another tree gave before
 *   #step-node?tree/check=answer&…         the same, from a node that another tree led to
 *   #step-node                             at a node, by the shortest way
 *
 * Embedded in another page it leaves that page's address alone: its links lead to the tree's own page.
 *
 * Attributes: `data-tree`, the tree's id; `data-name` and `data-question`, its title and starting question;
 * `data-start`, its first check; `data-version`, the digest of its source; `data-page`, the address of the
 * tree's own page where that is another; `data-report`, where to report a problem, an address to fill in;
 * `data-words`, JSON over `WALK`.
 *
 * Events bubble and have the detail `{tree, node, answer, trail}`:
 *   decision-tree:start   the first answer is being given; `node` is the check
 *   decision-tree:answer  `node` is the check, `answer` what was answered
 *   decision-tree:back    `node` is the check gone back to
 *   decision-tree:end     `node` is the decision or warning reached
 *   decision-tree:walk    the walk stands at `node`, also when it is resumed; `ahead` lists what can be reached
 *
 * It answers two of a chart: `decision-chart:ready` with `decision-tree:walk`, and `decision-chart:open`,
 * for a check that was answered, by going back there.
 */

import { inFull, isPlain, make, makeButton, makeFold, makeLink, tell } from "./dom.js";
import { recall, remember } from "./earlier.js";
import { makeRecord, reasonsOf, today } from "./record.js";
import {
  STEP,
  cutBefore,
  earlierPart,
  follow,
  isEarlier,
  isSamePage,
  ownPart,
  query,
  readStep,
  stepIn,
  waysFrom,
} from "./steps.js";
import { WALK as WORDS, fill, wordsOf } from "./words.js";

/**
 * @typedef {import("./steps.js").Step} Step
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {import("./steps.js").Trail} Trail
 * @typedef {import("./steps.js").Position} Position
 */

const WALK = "#walk";

/**
 * The walk that last left the page. Instant navigation may replace a page by a fresh copy, which takes over.
 * @type {{ place: string, known: Trail } | undefined}
 */
let left;

class DecisionTree extends HTMLElement {
  /** @type {AbortController | undefined} */
  #subscriptions;

  /** @type {Map<string, Step>} */
  #steps = new Map();

  /** All answers given, also those gone back on: they may apply again. @type {Trail} */
  #known = new Map();

  /** @type {Position} */
  #position = { from: "", trail: new Map(), node: "" };

  #words = wordsOf(WORDS, this);

  #answers = make("ol", "");
  #trail = make("nav", "dt-trail dt-trail--walk", this.#answers);
  #note = make("p", "dt-note");
  #progress = make("p", "dt-progress");
  #back = makeButton(this.#words.back, () => this.#goBack());
  #restart = makeButton(this.#words.restart, () => this.#startAgain());
  #copy = makeButton(this.#words.copy, () => this.#copyLink());
  #tools = make("div", "dt-bar", this.#back, this.#restart, this.#copy);
  #unsure = makeFold("unsure");
  #turnedDown = makeFold("turned-down");
  #record = makeRecord(
    this.#words,
    (text) => this.#say(text),
    () => this.#recordValues(),
  );
  #links = make("p", "dt-report");
  #live = make("p", "dt-live");

  connectedCallback() {
    /** @type {NodeListOf<HTMLElement>} */
    const sections = this.querySelectorAll(".dt-steps > .dt-step");
    this.#steps = new Map(Array.from(sections, readStep).map((step) => [step.id, step]));
    if (!this.#steps.has(this.#start.node)) return;
    this.#position = this.#start;
    this.#furnish();
    this.#subscribe();
    this.#resume();
  }

  disconnectedCallback() {
    this.#subscriptions?.abort();
    left = { place: this.#place(), known: this.#known };
  }

  /** Adds the parts that only a walk has. */
  #furnish() {
    this.#trail.ariaLabel = this.#words.your_answers;
    this.#live.role = "status";
    for (const { title } of this.#steps.values()) title.tabIndex = -1;
    this.prepend(this.#trail, this.#note, this.#progress);
    this.append(this.#unsure.details, this.#turnedDown.details, this.#record.details);
    this.append(this.#tools, this.#links, this.#live);
    this.classList.add("dt-walk--on");
  }

  #subscribe() {
    this.#subscriptions = new AbortController();
    const { signal } = this.#subscriptions;
    // Captured, because instant navigation takes every click that reaches the body.
    const scope = /** @type {HTMLElement} */ (this.dataset.page ? this : document);
    scope.addEventListener("click", (event) => this.#onClick(event), { capture: true, signal });
    this.onkeydown = (/** @type {KeyboardEvent} */ event) => this.#onKey(event);
    this.#unsure.details.ontoggle = () => this.#listOutcomes();
    addEventListener("decision-chart:ready", () => this.#tellWalk(), { signal });
    addEventListener("decision-chart:open", (event) => this.#onChart(event), { signal });
    // Also when a fragment is typed.
    if (!this.dataset.page) addEventListener("popstate", () => this.#onAddress(), { signal });
  }

  // Address

  /** @returns {Position} */
  get #start() {
    const { start = "" } = this.dataset;
    return { from: start, trail: new Map(), node: start };
  }

  #fragment({ from, trail, node } = this.#position) {
    if (from !== this.#start.node) return STEP + from + query(trail);
    if (trail.size) return WALK + query(trail);
    return node === from ? "" : STEP + node;
  }

  #href(position = this.#position) {
    return (this.dataset.page ?? "") + (this.#fragment(position) || WALK);
  }

  #place(position = this.#position) {
    return this.dataset.tree + this.#fragment(position);
  }

  /**
   * What a fragment says of the walk; null if it is about something else on the page.
   * @param {string} fragment
   * @returns {Position | null}
   */
  #read(fragment) {
    const [name, given] = fragment.split("?");
    const node = stepIn(fragment);
    if (given === undefined && node) return this.#steps.has(node) ? this.#wayTo(node) : null;
    if (name !== WALK && !node) return null;
    const answers = new Map(new URLSearchParams(given));
    const isKept = !node || this.#steps.has(node);
    const position = follow(this.#steps, (isKept && node) || this.#start.node, answers);
    this.#learn(answers);
    return isKept && position.trail.size === answers.size ? position : { ...position, note: this.#words.stale };
  }

  /** @param {string} node */
  #wayTo(node) {
    const { from, trail } = this.#position;
    if (trail.has(node)) return cutBefore(this.#position, node);
    const earlier = earlierPart(trail);
    const way = waysFrom(this.#steps, from, earlier).get(node);
    // Nothing leads there from where another tree led to: a walk of its own.
    if (!way) return { from: node, trail: earlier, node };
    this.#learn(way);
    return { from, trail: way, node };
  }

  /** @param {Trail} answers */
  #learn(answers) {
    for (const [check, answer] of answers) this.#known.set(check, answer);
  }

  #resume() {
    const asked = this.dataset.page ? null : this.#read(location.hash);
    const position = asked ?? this.#start;
    const isTakenOver = left?.place === this.#place(position);
    if (left && isTakenOver) this.#known = left.known;
    left = undefined;
    this.#show(position);
    if (isTakenOver && document.activeElement === document.body) this.#title.focus({ preventScroll: true });
    // Hiding the other steps has moved this one from where the browser had scrolled to.
    if (asked) this.#scrollTitleTo(this.#title.getBoundingClientRect().top);
  }

  /** Follows Back and Forward, and an address that was typed. */
  #onAddress() {
    const { hash, href } = location;
    // No fragment is the page as first opened; an empty one is a link to the top of the page.
    const position = hash || href.endsWith("#") ? this.#read(hash) : this.#start;
    if (position && this.#fragment(position) !== this.#fragment()) this.#turnTo(position);
  }

  // Moves

  /** @param {MouseEvent} event */
  #onClick(event) {
    const { target } = event;
    const link = target instanceof Element ? target.closest("a") : null;
    // In a drawing a link is another kind of element.
    if (!(link instanceof HTMLAnchorElement) || !isPlain(event)) return;
    const answer = this.#currentAnswers.find((each) => each.link === link);
    const position = !answer && isSamePage(link) ? this.#read(link.hash) : null;
    if (answer) this.#answer(answer);
    if (position) this.#move(position);
    if (answer?.to || position) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /**
   * A check in the chart that was answered is gone back to. All other nodes are links, as anywhere.
   * @param {Event} event
   */
  #onChart(event) {
    const { node } = /** @type {CustomEvent<{ node: string }>} */ (event).detail;
    const { tree } = /** @type {HTMLElement} */ (event.target).dataset;
    if (tree !== this.dataset.tree || !this.#position.trail.has(node)) return;
    event.preventDefault();
    this.#move(cutBefore(this.#position, node));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { key, target } = event;
    if (key !== " " || !(target instanceof HTMLElement && target.matches(".dt-answer"))) return;
    event.preventDefault();
    target.click();
  }

  /** @param {Answer} answer */
  #answer({ id, to, isLoop }) {
    const { trail, node } = this.#position;
    if (!ownPart(trail).length) this.#dispatch("start", { node });
    this.#dispatch("answer", { node, answer: id, trail: new Map(trail).set(node, id) });
    if (isLoop && to) this.#loopTo(to);
    else if (to) {
      this.#known.set(node, id);
      const next = follow(this.#steps, this.#position.from, this.#known);
      this.#move(next.trail.size > trail.size + 1 ? { ...next, note: this.#words.kept } : next);
      if (this.#steps.get(next.node)?.isEnd) this.#dispatch("end", { node: next.node, answer: [...next.trail.values()].at(-1) });
    }
  }

  /**
   * Asks an earlier check again: what was answered since does not count any more.
   * @param {string} check
   */
  #loopTo(check) {
    const position = this.#wayTo(check);
    for (const asked of this.#position.trail.keys()) {
      if (!position.trail.has(asked)) this.#known.delete(asked);
    }
    this.#move(position);
  }

  #goBack() {
    this.#move(cutBefore(this.#position, [...this.#position.trail.keys()].at(-1) ?? ""));
  }

  #startAgain() {
    this.#known.clear();
    this.#move(this.#start);
  }

  /**
   * Goes where the reader chose to go: an entry of the browser's history.
   * @param {Position} position
   */
  #move(position) {
    const fragment = this.#fragment(position);
    if (!this.dataset.page && fragment !== location.hash) history.pushState(null, "", inFull(fragment));
    this.#turnTo(position);
  }

  /**
   * Changes the step in front of the reader. The title stays where the eye is.
   * @param {Position} position
   */
  #turnTo(position) {
    const isBack = position.trail.size < this.#position.trail.size;
    const { top } = this.#title.getBoundingClientRect();
    this.#show(position);
    this.#title.focus({ preventScroll: true });
    this.#scrollTitleTo(top);
    this.#say(`${this.#progress.textContent}. ${this.#note.textContent}`);
    if (isBack) this.#dispatch("back", { node: position.node });
  }

  // View

  get #step() {
    return /** @type {Step} */ (this.#steps.get(this.#position.node));
  }

  get #currentAnswers() {
    return [...this.#step.answers.values()];
  }

  get #title() {
    return this.#step.title;
  }

  /** @param {Position} position */
  #show(position) {
    const { trail, note } = position;
    this.#position = position;
    this.dataset.kind = this.#step.kind;
    // Where this changes nothing the step is not styled anew, as it would be by "hidden = true".
    for (const { id, section } of this.#steps.values()) section.toggleAttribute("hidden", id !== position.node);
    this.#answers.replaceChildren(...Array.from(trail, ([check, answer]) => this.#trailItem(check, answer)));
    this.#trail.hidden = !trail.size;
    this.#back.hidden = !ownPart(trail).length;
    this.#note.textContent = note ?? "";
    this.#note.hidden = !note;
    this.#progress.textContent = this.#progressText();
    this.#copy.textContent = this.#words.copy;
    this.#tools.hidden = !this.#fragment();
    for (const { id, link } of this.#currentAnswers) {
      link.ariaCurrent = this.#known.get(position.node) === id ? "true" : null;
    }
    this.#showFolds();
    this.#carryOn();
    this.#tellWalk();
  }

  /** @param {string} text */
  #say(text) {
    this.#live.textContent = text;
  }

  /**
   * What an answer of the trail says, and where to change it.
   * @param {string} check
   * @param {string} id
   * @returns {import("./earlier.js").Said}
   */
  #said(check, id) {
    if (isEarlier(check)) return recall(check, id);
    const { text, answers } = /** @type {Step} */ (this.#steps.get(check));
    return {
      question: text,
      answer: answers.get(id)?.label ?? id,
      href: this.#href(cutBefore(this.#position, check)),
    };
  }

  /**
   * @param {string} check
   * @param {string} id
   */
  #trailItem(check, id) {
    const { question, answer, href } = this.#said(check, id);
    // Without an address it only shows the answer.
    const link = href ? makeLink(href, answer) : make("b", "", answer);
    if (href) link.ariaLabel = fill(this.#words.change, { answer, question });
    return make("li", "", make("span", "", question), " ", link);
  }

  #progressText() {
    const { trail } = this.#position;
    const { isEnd, least, most } = this.#step;
    if (isEnd) return fill(this.#words.end, { n: trail.size });
    const text = least === most ? this.#words.step_exact : this.#words.step;
    const given = ownPart(trail).length;
    return fill(text, { n: given + 1, least: given + least, most: given + most });
  }

  // What is at hand below a step

  /** What can still be reached. */
  get #ahead() {
    return [...waysFrom(this.#steps, this.#position.node, new Map()).keys()];
  }

  /**
   * The answers to a check of this tree that were not given.
   * @param {string} check
   * @param {string} given
   */
  #declined(check, given) {
    return [...(this.#steps.get(check)?.answers.values() ?? [])].filter(({ id }) => id !== given);
  }

  #showFolds() {
    const { isEnd } = this.#step;
    const declined = isEnd ? [...this.#position.trail].filter((given) => this.#declined(...given).length) : [];
    this.#unsure.details.open = this.#turnedDown.details.open = false;
    this.#unsure.details.hidden = isEnd;
    // It is filled when it is opened, and never shows what was possible at another step.
    this.#unsure.body.replaceChildren();
    const outcomes = this.#ahead.filter((node) => this.#steps.get(node)?.isEnd);
    this.#unsure.summary.textContent = fill(this.#words.unsure, { n: outcomes.length });
    this.#turnedDown.details.hidden = !declined.length;
    this.#turnedDown.summary.textContent = fill(this.#words.turned_down, { n: declined.length });
    this.#turnedDown.body.replaceChildren(make("ul", "dt-list", ...declined.map((given) => this.#declinedItem(...given))));
    this.#record.renew(isEnd);
    const { report } = this.dataset;
    const problem = report ? makeLink(fill(report, this.#reportValues()), this.#words.problem) : "";
    // Behind what is at hand: the same link in the step would stand before it.
    const ownPage = this.#step.section.querySelector(".dt-step__page a")?.cloneNode(true) ?? "";
    this.#links.replaceChildren(ownPage, " ", problem);
  }

  /**
   * @param {string} check
   * @param {string} given
   */
  #declinedItem(check, given) {
    const asked = cutBefore(this.#position, check);
    const links = this.#declined(check, given).flatMap(({ id, label, link, to }) => {
      if (!to) this.#carryOver(link, asked);
      const trail = new Map(asked.trail).set(check, id);
      return [" ", makeLink(to ? this.#href({ ...asked, trail, node: to }) : link.href, label)];
    });
    return make("li", "", make("span", "", this.#said(check, given).question), ...links);
  }

  /** Lists the outcomes that can still be reached, by the answers that lead to them. Only when asked. */
  #listOutcomes() {
    if (!this.#unsure.details.open) return;
    this.#unsure.body.replaceChildren(...this.#currentAnswers.flatMap((answer) => this.#outcomesOf(answer)));
  }

  /** @param {Answer} answer */
  #outcomesOf({ id, label, link, to, isLoop }) {
    if (isLoop) return [];
    const heading = make("p", "dt-section", label);
    if (!to) return [heading, make("ul", "dt-list", make("li", "", makeLink(link.href, link.textContent ?? label)))];
    const walked = new Map(this.#position.trail).set(this.#position.node, id);
    const items = Array.from(waysFrom(this.#steps, to, walked), ([node, trail]) => {
      const step = this.#steps.get(node);
      return step?.isEnd ? this.#outcomeItem(step, trail, walked.size) : "";
    });
    return [heading, make("ul", "dt-list", ...items)];
  }

  /**
   * @param {Step} step
   * @param {Trail} trail
   * @param {number} walked  how many answers of the trail are given, or the heading's
   */
  #outcomeItem({ id, text, kind }, trail, walked) {
    const { from } = this.#position;
    const link = makeLink(this.#href({ from, trail, node: id }), text, `dt--${kind}`);
    const conditions = [...trail].slice(walked).map(([check, answer]) => {
      const { question, answer: said } = this.#said(check, answer);
      return make("span", "dt-scenario__answers", question, " ", make("b", "", said));
    });
    return make("li", "", link, ...conditions);
  }

  /** @returns {string} the questions and answers, one a line */
  #answersGiven(mark = "") {
    return Array.from(this.#position.trail, ([check, id]) => {
      const { question, answer } = this.#said(check, id);
      const others = this.#declined(check, id).map(({ label }) => label).join(", ");
      const not = mark && others ? ` (${fill(this.#words.record_not, { answers: others })})` : "";
      return `- ${question} ${mark}${answer}${mark}${not}`;
    }).join("\n");
  }

  get #url() {
    return inFull(this.#href());
  }

  #recordValues() {
    const ends = [...this.#steps.values()].filter(({ isEnd }) => isEnd);
    const { tree, name = "", question = "", version = "" } = this.dataset;
    return {
      date: today(),
      subject: `${tree}-${this.#step.id}`,
      tree: name,
      question,
      outcome: this.#step.text,
      answers: this.#answersGiven("**"),
      options: ends.map(({ text }) => `- ${text}`).join("\n"),
      reasons: reasonsOf(this.#step.section),
      url: this.#url,
      version: version.slice(0, 12),
    };
  }

  #reportValues() {
    const { tree = "" } = this.dataset;
    const { id, text } = this.#step;
    const values = { tree, node: id, title: text, trail: this.#answersGiven(), url: this.#url };
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)]));
  }

  /** Gives the links from this step to other trees the answers that led here. */
  #carryOn() {
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = this.#step.section.querySelectorAll("a.dt-answer, .dt-then a");
    for (const link of links) if (!isSamePage(link)) this.#carryOver(link);
  }

  /**
   * @param {HTMLAnchorElement} link
   * @param {Position} position  where it stands
   */
  #carryOver(link, { trail, node } = this.#position) {
    const { answer } = link.dataset;
    /** @type {Trail} */
    const carried = new Map();
    /** @type {Record<string, import("./earlier.js").Said>} */
    const said = {};
    for (const [check, id] of answer ? new Map(trail).set(node, answer) : trail) {
      const key = isEarlier(check) ? check : `${this.dataset.tree}/${check}`;
      const { href = "", ...words } = this.#said(check, id);
      carried.set(key, id);
      if (key !== check) said[`${key}=${id}`] = { ...words, href: inFull(href) };
    }
    const to = stepIn(link.hash);
    link.hash = (to ? STEP + to : WALK) + query(carried);
    remember(said);
  }

  /**
   * Scrolls so that the title stands at a height in the window, or as near to it as reads well.
   * @param {number} top  px from the upper edge
   */
  #scrollTitleTo(top) {
    const nearest = Math.min(Math.max(top, 152), innerHeight / 2);
    scrollBy({ top: this.#title.getBoundingClientRect().top - nearest, behavior: "instant" });
  }

  async #copyLink() {
    try {
      await navigator.clipboard.writeText(this.#url);
      this.#copy.textContent = this.#words.copied;
      this.#say(this.#words.copied);
    } catch {
      // Plain http has no clipboard, and it may be forbidden: the reader copies by hand.
      prompt(this.#words.copy, this.#url);
    }
  }

  #tellWalk() {
    this.#dispatch("walk", { node: this.#position.node, ahead: this.#ahead });
  }

  /**
   * @param {"start" | "answer" | "back" | "end" | "walk"} name
   * @param {{ node: string, answer?: string, trail?: Trail, ahead?: string[] }} what
   */
  #dispatch(name, { node, answer, trail = this.#position.trail, ...more }) {
    const walked = Array.from(trail, ([check, given]) => ({ check, answer: given }));
    const detail = { tree: this.dataset.tree, node, answer: answer ?? null, trail: walked, ...more };
    tell(this, `decision-tree:${name}`, detail);
  }
}

if (!customElements.get("decision-tree")) customElements.define("decision-tree", DecisionTree);
