/** A walk at one step: where it stands, what was answered, what lies ahead. */

import { inFull, make, textOf } from "../dom.js";
import { WALK, write } from "./address.js";
import { recall } from "./earlier.js";
import { cutBefore, isEarlier, ownPart, waysFrom } from "./ways.js";

/**
 * @typedef {import("./steps.js").Step} Step
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {import("./ways.js").Position} Position
 * @typedef {import("./ways.js").Trail} Trail
 *
 * @typedef {object} Said  what an answer of a trail says; both elements only show it
 * @property {Element} question  empty for a step, which asks nothing
 * @property {Element} answer
 * @property {string} [href]  where to change it, if that is known
 */

export class State {
  /**
   * @param {Map<string, Step>} steps
   * @param {DOMStringMap} tree  what the attributes of the walk's element say of it
   * @param {Position} position
   */
  constructor(steps, tree, position) {
    this.steps = steps;
    this.tree = tree;
    this.position = position;
    this.trail = position.trail;
  }

  get step() {
    return /** @type {Step} */ (this.steps.get(this.position.node));
  }

  get answers() {
    return [...this.step.answers.values()];
  }

  /** How many questions were answered, in earlier trees too. */
  get answered() {
    return [...this.trail].filter((given) => textOf(this.said(...given).question)).length;
  }

  /** How many checks and steps were passed in this tree. */
  get given() {
    return ownPart(this.trail).length;
  }

  /** What can still be reached. */
  get ahead() {
    return [...waysFrom(this.steps, this.position.node).keys()];
  }

  fragment(position = this.position) {
    return write(position, this.tree.start ?? "");
  }

  href(position = this.position) {
    return (this.tree.page ?? "") + (this.fragment(position) || WALK);
  }

  get url() {
    return inFull(this.href());
  }

  /**
   * @param {string} check
   * @param {string} id
   * @returns {Said}
   */
  said(check, id) {
    if (isEarlier(check)) return recall(check, id);
    const { title, kind, answers } = /** @type {Step} */ (this.steps.get(check));
    // A step has no answers: its own title is what was "answered".
    const asks = kind !== "step";
    return {
      question: asks ? title : make("span", ""),
      answer: (asks && answers.get(id)?.label) || title,
      href: this.href(cutBefore(this.position, check)),
    };
  }

  /**
   * The answers to a check of this tree that were not given.
   * @param {string} check
   * @param {string} given
   */
  declined(check, given) {
    return [...(this.steps.get(check)?.answers.values() ?? [])].filter(({ id }) => id !== given);
  }
}
