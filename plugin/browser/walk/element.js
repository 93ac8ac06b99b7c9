/**
 * `<decision-tree>` walks a reader through the steps of a tree page, one question at a time.
 *
 * It reads the tree from the answers in its sections and writes the walk into the address (`address.js`), so
 * that Back, reload, a bookmark and a shared link work. Embedded in another page it leaves that page's address
 * alone: its links lead to the tree's own page.
 *
 * Attributes: `data-tree`, the tree's id; `data-name` and `data-question`, its title and starting question;
 * `data-start`, its first check; `data-version`, the digest of its source; `data-page`, the address of the
 * tree's own page where that is another; `data-report`, where to report a problem, an address to fill in;
 * `data-words`, JSON over `WALK`. It sets `data-kind` to that of the step, and `data-dt-finished` at an end.
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

import { copyText, inFull, isPlain, tell } from "../dom.js";
import { WALK as WORDS, wordsOf } from "../words.js";
import { read } from "./address.js";
import { carryOn } from "./carry.js";
import { hold, write } from "./hold.js";
import { State } from "./state.js";
import { isSamePage, readStep } from "./steps.js";
import { asPlainText } from "./texts.js";
import { View } from "./view.js";
import { cutBefore, follow, wayTo } from "./ways.js";

/**
 * @typedef {import("./steps.js").Step} Step
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {import("./ways.js").Trail} Trail
 * @typedef {import("./ways.js").Position} Position
 */

const HEADER = 152; // px at the upper edge that a theme's header may cover

/**
 * Walks that have just left the page, by their trees. Instant navigation may replace a page by a fresh copy of
 * it, also where the reader only goes to a heading or back by an answer: the copy takes over.
 * @type {Map<string | undefined, { position: Position, known: Trail, address: string | null }>}
 */
const left = new Map();

export class DecisionTree extends HTMLElement {
  /** @type {AbortController | undefined} */
  #subscriptions;

  /** @type {Map<string, Step>} */
  #steps = new Map();

  /** All answers given, also those gone back on: they may apply again. @type {Trail} */
  #known = new Map();

  /**
   * The page's fragment, once it is that of the walk; not where the reader has gone to something else.
   * @type {string | null}
   */
  #address = null;

  #words = wordsOf(WORDS, this);

  #state = this.#at(this.#start);

  /** @type {View | undefined} */
  #view;

  connectedCallback() {
    /** @type {NodeListOf<HTMLElement>} */
    const sections = this.querySelectorAll(".dt-steps > .dt-step");
    this.#steps = new Map(Array.from(sections, readStep).map((step) => [step.id, step]));
    if (!this.#steps.has(this.#start.node)) return;
    this.#state = this.#at(this.#start);
    this.#view ??= new View(this, this.#words, {
      goBack: () => this.#goBack(),
      startAgain: () => this.#startAgain(),
      copy: (button) => copyText(button, asPlainText(this.#state), this.#words.copied),
    });
    for (const { title } of this.#steps.values()) title.tabIndex = -1;
    this.#subscribe();
    this.#resume();
  }

  disconnectedCallback() {
    this.#subscriptions?.abort();
    const { tree } = this.dataset;
    left.set(tree, { position: this.#state.position, known: this.#known, address: this.#address });
    setTimeout(() => left.delete(tree));
  }

  #subscribe() {
    this.#subscriptions = new AbortController();
    const { signal } = this.#subscriptions;
    const isEmbedded = this.#isEmbedded;
    // Captured, because instant navigation takes every click that reaches the body.
    const scope = /** @type {HTMLElement} */ (isEmbedded ? this : document);
    scope.addEventListener("click", (event) => this.#onClick(event), { capture: true, signal });
    this.onkeydown = pressWithSpace;
    addEventListener("decision-chart:ready", () => this.#tellWalk(), { signal });
    addEventListener("decision-chart:open", (event) => this.#onChart(event), { signal });
    if (isEmbedded) return;
    // Also when a fragment is typed.
    addEventListener("popstate", () => this.#onAddress(), { signal });
    hold(() => this.isConnected && this.#address !== null);
  }

  // Address

  get #isEmbedded() {
    return "page" in this.dataset;
  }

  /** @returns {Position} */
  get #start() {
    const { start = "" } = this.dataset;
    return { from: start, trail: new Map(), node: start };
  }

  /** @param {Position} position */
  #at(position) {
    return new State(this.#steps, this.dataset, position);
  }

  /**
   * What a fragment says of the walk; null if it is about something else on the page.
   * @param {string} fragment
   */
  #read(fragment) {
    const found = read(fragment, this.#steps, this.#start.node, this.#state.position);
    if (!found) return null;
    for (const [check, answer] of found.known) this.#known.set(check, answer);
    return { position: found.position, note: found.isStale ? this.#words.stale : "" };
  }

  #resume() {
    const { hash } = location;
    const asked = this.#isEmbedded ? null : this.#read(hash);
    const before = left.get(this.dataset.tree);
    // What a copy finds in the address may be a theme's already.
    const position = asked?.position ?? before?.position ?? this.#start;
    const isTakenOver = before && this.#state.fragment(before.position) === this.#state.fragment(position);
    if (isTakenOver) this.#known = before.known;
    this.#address = asked ? hash : (before?.address ?? null);
    this.#holdAddress();
    this.#show(position, asked?.note);
    const isFree = document.activeElement === document.body && this.#address !== null;
    if (isTakenOver && isFree) this.#title.focus({ preventScroll: true });
    // Hiding the other steps has moved this one from where the browser had scrolled to.
    if (asked) this.#bringIntoView();
  }

  /** Follows Back and Forward, and an address that was typed. */
  #onAddress() {
    const { hash, href } = location;
    // No fragment is the page as first opened; an empty one is a link to the top of the page.
    const asked = hash || href.endsWith("#") ? this.#read(hash) : { position: this.#start, note: "" };
    this.#address = asked && hash;
    if (asked && (asked.note || this.#state.fragment(asked.position) !== this.#state.fragment()))
      this.#turnTo(asked.position, asked.note);
  }

  /** Before the walk had the address, or while it was elsewhere, a heading may have got there. */
  #holdAddress() {
    if (this.#address !== null && location.hash !== this.#address) write(this.#address);
  }

  // Moves

  /** @param {MouseEvent} event */
  #onClick(event) {
    const { target } = event;
    const link = target instanceof Element ? target.closest("a") : null;
    // In a drawing a link is another kind of element.
    if (!(link instanceof HTMLAnchorElement) || !isPlain(event)) return;
    const answer = this.#state.answers.find((each) => each.link === link);
    const asked = !answer && isSamePage(link) ? this.#read(link.hash) : null;
    // The page anew, also where instant navigation brings it.
    if (!this.#isEmbedded && isSamePage(link) && !link.hash) this.#show(this.#start);
    if (answer) this.#answer(answer);
    if (asked) this.#move(asked.position, asked.note);
    if (answer?.to || asked) {
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
    if (tree !== this.dataset.tree || !this.#state.trail.has(node)) return;
    event.preventDefault();
    this.#move(cutBefore(this.#state.position, node));
  }

  /** @param {Answer} answer */
  #answer({ id, to, isLoop }) {
    const { position, trail, given } = this.#state;
    const { from, node } = position;
    if (!given) this.#dispatch("start", { node });
    this.#dispatch("answer", { node, answer: id, trail: new Map(trail).set(node, id) });
    if (isLoop && to) {
      // An earlier check is asked again: only what led there still counts.
      const back = wayTo(this.#steps, position, to);
      this.#known = new Map(back.trail);
      this.#move(back);
    } else if (to) {
      this.#known.set(node, id);
      const next = follow(this.#steps, from, this.#known);
      this.#move(next, next.trail.size > trail.size + 1 ? this.#words.kept : "");
      if (this.#state.step.isEnd) this.#dispatch("end", { node: next.node, answer: [...next.trail.values()].at(-1) });
    }
  }

  #goBack() {
    this.#move(cutBefore(this.#state.position, [...this.#state.trail.keys()].at(-1) ?? ""));
  }

  #startAgain() {
    this.#known.clear();
    this.#move(this.#start);
  }

  /**
   * Goes where the reader chose to go: an entry of the browser's history.
   * @param {Position} position
   */
  #move(position, note = "") {
    if (!this.#isEmbedded) {
      this.#address ??= this.#state.fragment();
      this.#holdAddress();
      this.#address = this.#state.fragment(position);
      if (this.#address !== location.hash) history.pushState(null, "", inFull(this.#address));
    }
    this.#turnTo(position, note);
  }

  /**
   * Changes the step in front of the reader.
   * @param {Position} position
   * @param {string} note
   */
  #turnTo(position, note) {
    const isBack = position.trail.size < this.#state.trail.size;
    this.#show(position, note);
    this.#title.focus({ preventScroll: true });
    this.#bringIntoView();
    this.#view?.say();
    if (isBack) this.#dispatch("back", { node: position.node });
  }

  get #title() {
    return this.#state.step.title;
  }

  /**
   * @param {Position} position
   */
  #show(position, note = "") {
    this.#state = this.#at(position);
    this.#view?.show(this.#state, this.#known, note);
    carryOn(this.#state);
    this.#tellWalk();
  }

  /** Scrolls only where the title is not to be seen, or a theme's header covers it. */
  #bringIntoView() {
    const { left: x, top, bottom, width } = this.#title.getBoundingClientRect();
    // What lies at a point is asked only where a header may be: it takes long.
    const isFree = top > HEADER || this.contains(document.elementFromPoint(x + width / 2, top + 1));
    if (isFree && bottom <= innerHeight) return;
    scrollBy({ top: top - Math.min(HEADER, innerHeight / 2), behavior: "instant" });
  }

  #tellWalk() {
    this.#dispatch("walk", { node: this.#state.position.node, ahead: this.#state.ahead });
  }

  /**
   * @param {"start" | "answer" | "back" | "end" | "walk"} name
   * @param {{ node: string, answer?: string, trail?: Trail, ahead?: string[] }} what
   */
  #dispatch(name, { node, answer, trail = this.#state.trail, ...more }) {
    const walked = Array.from(trail, ([check, given]) => ({ check, answer: given }));
    const detail = { tree: this.dataset.tree, node, answer: answer ?? null, trail: walked, ...more };
    tell(this, `decision-tree:${name}`, detail);
  }
}

/** @param {KeyboardEvent} event */
function pressWithSpace(event) {
  const { key, target } = event;
  if (key !== " " || !(target instanceof HTMLElement && target.matches(".dt-answer"))) return;
  event.preventDefault();
  target.click();
}
