/**
 * `<decision-tree>`: walks a reader through the sections of a tree page, one question at a time.
 *
 * The element holds no data. It reads the tree from the answers in its own sections, shows one section
 * at a time and writes the walk into the address (`#walk?check=answer&…`), so that Back, reload, a
 * bookmark and a shared link work. Without this script the sections stand on the page one after another.
 *
 * Attributes: `data-tree` (the tree's id), `data-start` (the first check), `data-words` (interface words
 * as JSON, each replacing one of `WORDS`).
 *
 * Events, all bubbling, with the detail `{tree, node, answer, trail}`:
 *   decision-tree:start   the first answer of a walk is being given; `node` is the start
 *   decision-tree:answer  `node` is the check, `answer` the answer given to it
 *   decision-tree:back    `node` is the check gone back to; `answer` is null
 *   decision-tree:end     `node` is the decision or warning reached, `answer` the last answer given
 */
(() => {
  "use strict";

  /**
   * @typedef {object} Answer
   * @property {string} id
   * @property {string} label
   * @property {string | null} to  the node it leads to; null when it leaves this tree
   * @property {boolean} loop  whether it goes back to an earlier check
   * @property {HTMLAnchorElement} link
   *
   * @typedef {object} Step
   * @property {string} id
   * @property {HTMLElement} section
   * @property {HTMLElement} title
   * @property {boolean} isEnd
   * @property {number} least  fewest questions from here to an end, this one included
   * @property {number} most
   * @property {Map<string, Answer>} answers
   *
   * @typedef {Map<string, Step>} Steps
   * @typedef {Map<string, string>} Trail  answer by check, in the order walked
   *
   * @typedef {object} Position  where a walk stands
   * @property {Trail} trail
   * @property {string} node
   */

  const WORDS = {
    step: "Step {n} of {least} to {most}",
    step_exact: "Step {n} of {most}",
    end: "Answers given: {n}",
    trail: "Your answers",
    change: "{answer} – change the answer to: {question}",
    back: "Back",
    restart: "Start again",
    copy: "Copy link",
    copied: "Link copied",
    kept: "Your later answers still apply and were kept.",
    stale: "This link holds an answer that no longer exists. The walk stops where its answers end.",
  };

  const WALK = "#walk";
  const STEP = "#step-";

  /**
   * The walk that last left the page. Instant navigation may put a fresh copy of the page in place of
   * the one being read; the copy takes over from here.
   * @type {{ tree: string, fragment: string, known: Trail } | undefined}
   */
  let left;

  /**
   * @param {HTMLAnchorElement} link
   * @returns {Answer}
   */
  function readAnswer(link) {
    // Not the attribute: instant navigation rewrites it to a full address.
    const target = isSamePage(link) && link.hash.startsWith(STEP) ? link.hash.slice(STEP.length) : null;
    return {
      id: link.dataset.answer ?? "",
      label: link.querySelector(".dt-answer__label")?.textContent?.trim() ?? "",
      to: target,
      loop: link.classList.contains("dt-answer--loop"),
      link,
    };
  }

  /**
   * @param {HTMLElement} section
   * @returns {Step}
   */
  function readStep(section) {
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = section.querySelectorAll("a.dt-answer");
    /** @type {HTMLElement} */
    const title = section.querySelector(".dt-step__title") ?? section;
    return {
      id: section.dataset.node ?? "",
      section,
      title,
      isEnd: section.dataset.kind !== "check",
      least: Number(section.dataset.least ?? 1),
      most: Number(section.dataset.most ?? 1),
      answers: new Map(Array.from(links, readAnswer).map((answer) => [answer.id, answer])),
    };
  }

  /**
   * Walks from a node as far as the known answers lead.
   * @param {Steps} steps
   * @param {string} start
   * @param {Trail} known
   * @returns {Position}
   */
  function follow(steps, start, known) {
    /** @type {Trail} */
    const trail = new Map();
    let node = start;
    for (;;) {
      const answer = steps.get(node)?.answers.get(known.get(node) ?? "");
      if (!answer?.to || answer.loop || !steps.has(answer.to) || trail.has(node)) return { trail, node };
      trail.set(node, answer.id);
      node = answer.to;
    }
  }

  /**
   * The way to a node with the fewest answers; no answers at all when no way leads there.
   * @param {Steps} steps
   * @param {string} start
   * @param {string} target
   * @returns {Position}
   */
  function shortestWay(steps, start, target) {
    /** @type {Map<string, Trail>} */
    const ways = new Map([[start, new Map()]]);
    for (const [node, trail] of ways) {
      if (node === target) return { trail, node };
      for (const { id, to, loop } of steps.get(node)?.answers.values() ?? []) {
        // A Map visits what is added to it while it is being read: it is the queue of the search, too.
        if (to && !loop && !ways.has(to)) ways.set(to, new Map(trail).set(node, id));
      }
    }
    return { trail: new Map(), node: target };
  }

  /**
   * The trail as it was before a check was answered.
   * @param {Trail} trail
   * @param {string} check
   * @returns {Trail}
   */
  function cutBefore(trail, check) {
    const checks = [...trail.keys()];
    return new Map([...trail].slice(0, checks.indexOf(check)));
  }

  /**
   * @param {HTMLAnchorElement} link
   * @returns {boolean}
   */
  function isSamePage(link) {
    const { protocol, host, pathname, search } = location;
    return link.protocol === protocol && link.host === host && link.pathname === pathname && link.search === search;
  }

  /**
   * @param {string} text
   * @param {Record<string, string | number>} values
   * @returns {string}
   */
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (slot, name) => String(values[name] ?? slot));
  }

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {string} className
   * @param {(Node | string)[]} children
   * @returns {HTMLElementTagNameMap[Tag]}
   */
  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
  }

  class DecisionTree extends HTMLElement {
    /** @type {AbortController | undefined} */
    #subscriptions;

    /** @type {Steps} */
    #steps = new Map();

    /** Every answer given in this visit, also those the walk has since gone back on. @type {Trail} */
    #known = new Map();

    /** @type {Position} */
    #position = { trail: new Map(), node: "" };

    #words = WORDS;
    #start = "";

    #progress = make("p", "dt-progress");
    #answers = make("ol", "");
    #trail = make("nav", "dt-trail dt-trail--walk", this.#answers);
    #note = make("p", "dt-note");
    #head = make("div", "dt-walk__head", this.#trail, this.#note, this.#progress);

    #back = make("button", "dt-button");
    #restart = make("button", "dt-button");
    #copy = make("button", "dt-button");
    #tools = make("div", "dt-walk__tools", this.#back, this.#restart, this.#copy);

    #live = make("p", "dt-live");

    connectedCallback() {
      if (this.#subscriptions) return;
      this.#subscriptions = new AbortController();
      const { signal } = this.#subscriptions;
      if (this.querySelector(".dt-step")) this.#begin(signal);
      // A script in the head meets the element before its sections are parsed.
      else document.addEventListener("DOMContentLoaded", () => this.#begin(signal), { signal });
    }

    disconnectedCallback() {
      this.#subscriptions?.abort();
      this.#subscriptions = undefined;
      left = { tree: this.#tree, fragment: this.#fragment(), known: this.#known };
    }

    /** @returns {string} */
    get #tree() {
      return this.dataset.tree ?? "";
    }

    /** @param {AbortSignal} signal */
    #begin(signal) {
      /** @type {NodeListOf<HTMLElement>} */
      const sections = this.querySelectorAll(":scope > .dt-step");
      this.#steps = new Map(Array.from(sections, readStep).map((step) => [step.id, step]));
      this.#start = this.dataset.start ?? "";
      if (!this.#steps.has(this.#start)) return;

      this.#furnish();
      this.#subscribe(signal);
      this.#keepHeight();
      this.#resume();
    }

    /** Adds the parts that only a walk has: trail, progress, buttons. */
    #furnish() {
      this.#words = { ...WORDS, ...this.#ownWords() };
      this.#trail.ariaLabel = this.#words.trail;
      this.#live.role = "status";
      this.#back.textContent = this.#words.back;
      this.#restart.textContent = this.#words.restart;
      this.#copy.textContent = this.#words.copy;
      for (const button of this.#tools.querySelectorAll("button")) button.type = "button";
      for (const { title } of this.#steps.values()) title.tabIndex = -1;
      this.prepend(this.#head);
      this.append(this.#tools, this.#live);
      this.classList.add("dt-walk--on");
    }

    /** @returns {Partial<typeof WORDS>} */
    #ownWords() {
      try {
        return JSON.parse(this.dataset.words || "{}");
      } catch (error) {
        console.warn("decision-tree: data-words is not JSON", error);
        return {};
      }
    }

    /** @param {AbortSignal} signal */
    #subscribe(signal) {
      // In the capture phase: themes with instant navigation take every click that reaches the body.
      document.addEventListener("click", (event) => this.#onClick(event), { capture: true, signal });
      this.addEventListener("keydown", (event) => this.#onKey(event), { signal });
      this.#back.addEventListener("click", () => this.#goBack(), { signal });
      this.#restart.addEventListener("click", () => this.#startAgain(), { signal });
      this.#copy.addEventListener("click", () => this.#copyLink(), { signal });
      addEventListener("popstate", () => this.#onAddress(), { signal });
      addEventListener("hashchange", () => this.#onAddress(), { signal });
      addEventListener("resize", () => this.#keepHeight(), { signal });
      addEventListener("beforeprint", () => this.#unfold(), { signal });
    }

    // Address

    /** @returns {string} */
    #fragment({ trail, node } = this.#position) {
      if (trail.size) return `${WALK}?${new URLSearchParams([...trail])}`;
      return node === this.#start ? "" : STEP + node;
    }

    /**
     * What a fragment says of the walk; null when it is about something else on the page.
     * @param {string} fragment
     * @returns {(Position & { stale: boolean }) | null}
     */
    #read(fragment) {
      if (fragment === WALK || fragment.startsWith(`${WALK}?`)) {
        const given = new Map(new URLSearchParams(fragment.slice(WALK.length)));
        const position = follow(this.#steps, this.#start, given);
        // Answers that did not fit are remembered as well: they may apply again further on.
        for (const [check, answer] of given) this.#known.set(check, answer);
        return { ...position, stale: position.trail.size < given.size };
      }
      const node = fragment.startsWith(STEP) ? fragment.slice(STEP.length) : "";
      return this.#steps.has(node) ? { ...this.#wayTo(node), stale: false } : null;
    }

    /**
     * @param {string} node
     * @returns {Position}
     */
    #wayTo(node) {
      const { trail } = this.#position;
      if (trail.has(node)) return { trail: cutBefore(trail, node), node };
      const way = shortestWay(this.#steps, this.#start, node);
      for (const [check, answer] of way.trail) this.#known.set(check, answer);
      return way;
    }

    /** Shows what the address says when the element comes into the page. */
    #resume() {
      const asked = this.#read(location.hash);
      this.#show(asked ?? { trail: new Map(), node: this.#start }, asked?.stale ? this.#words.stale : "");
      if (left?.tree === this.#tree && left.fragment === this.#fragment()) {
        this.#known = left.known;
        this.#show(this.#position, this.#note.textContent ?? "");
        if (document.activeElement === document.body) this.#title.focus({ preventScroll: true });
      }
      left = undefined;
      // Hiding the other sections has moved this one away from where the browser had scrolled to.
      if (asked) this.#scrollTitleTo(this.#title.getBoundingClientRect().top);
    }

    /** Follows the browser's Back and Forward, and fragments typed or linked to. */
    #onAddress() {
      const { hash, href } = location;
      // No fragment at all is the page as first opened; a bare "#" is a link to the top of the page.
      const asked = hash || href.endsWith("#") ? this.#read(hash) : { trail: new Map(), node: this.#start, stale: false };
      if (!asked || this.#fragment(asked) === this.#fragment()) return;
      const isBack = asked.trail.size < this.#position.trail.size;
      this.#turnTo(asked, asked.stale ? this.#words.stale : "");
      if (isBack) this.#dispatch("back", this.#position.node, null);
    }

    // Moves

    /** @param {MouseEvent} event */
    #onClick(event) {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link) return;
      const step = this.#steps.get(this.#position.node);
      const answer = [...(step?.answers.values() ?? [])].find((each) => each.link === link);
      if (answer) this.#answer(answer);
      if (answer && !answer.to) return;
      if (!answer && !this.#followLink(link)) return;
      event.preventDefault();
      event.stopPropagation();
    }

    /** @param {KeyboardEvent} event */
    #onKey(event) {
      const link = event.target instanceof Element ? event.target.closest("a.dt-answer") : null;
      if (event.key !== " " || !(link instanceof HTMLElement)) return;
      event.preventDefault();
      link.click();
    }

    /** @param {Answer} answer */
    #answer(answer) {
      const { trail, node } = this.#position;
      if (!trail.size) this.#dispatch("start", node, null);
      this.#dispatch("answer", node, answer.id, new Map(trail).set(node, answer.id));
      if (!answer.to) return;
      if (answer.loop) {
        this.#loopTo(answer.to);
        return;
      }
      this.#known.set(node, answer.id);
      const next = follow(this.#steps, this.#start, this.#known);
      const kept = next.trail.size - trail.size - 1;
      this.#move(next, kept > 0 ? this.#words.kept : "");
      if (this.#steps.get(next.node)?.isEnd) this.#dispatch("end", next.node, [...next.trail.values()].at(-1) ?? null);
    }

    /**
     * Goes back to an earlier check to ask again: what was answered since does not count any more.
     * @param {string} check
     */
    #loopTo(check) {
      const position = this.#wayTo(check);
      for (const asked of this.#position.trail.keys()) {
        if (!position.trail.has(asked)) this.#known.delete(asked);
      }
      this.#move(position);
    }

    /**
     * Follows a link to a step or to a walk of this tree.
     * @param {HTMLAnchorElement} link
     * @returns {boolean} whether it was one
     */
    #followLink(link) {
      const asked = isSamePage(link) ? this.#read(link.hash) : null;
      if (!asked) return false;
      const isBack = asked.trail.size < this.#position.trail.size;
      this.#move(asked, asked.stale ? this.#words.stale : "");
      if (isBack) this.#dispatch("back", asked.node, null);
      return true;
    }

    #goBack() {
      const { trail } = this.#position;
      const node = [...trail.keys()].at(-1) ?? this.#start;
      this.#move({ trail: cutBefore(trail, node), node });
      this.#dispatch("back", node, null);
    }

    #startAgain() {
      this.#known.clear();
      this.#move({ trail: new Map(), node: this.#start });
      this.#dispatch("back", this.#start, null);
    }

    /**
     * A step taken by the reader: it becomes an entry of the browser's history.
     * @param {Position} position
     * @param {string} note
     */
    #move(position, note = "") {
      const fragment = this.#fragment(position);
      if (fragment !== location.hash) history.pushState(null, "", location.pathname + location.search + fragment);
      this.#turnTo(position, note);
    }

    /**
     * Shows a position to a reader who is in the middle of the walk: the title stays where the eye is.
     * @param {Position} position
     * @param {string} note
     */
    #turnTo(position, note) {
      const { top } = this.#title.getBoundingClientRect();
      this.#show(position, note);
      this.#title.focus({ preventScroll: true });
      this.#scrollTitleTo(top);
      this.#live.textContent = [this.#progress.textContent, note].join(". ");
    }

    // View

    /** @returns {HTMLElement} the title of the step that is shown */
    get #title() {
      return this.#steps.get(this.#position.node)?.title ?? this;
    }

    /**
     * @param {Position} position
     * @param {string} note
     */
    #show(position, note) {
      const { trail, node } = position;
      this.#position = { trail, node };
      this.#foldUp();
      this.#note.textContent = note;
      this.#note.hidden = !note;
      this.#answers.replaceChildren(...this.#trailItems());
      this.#trail.hidden = !trail.size;
      this.#progress.textContent = this.#progressText();
      this.#tools.hidden = node === this.#start;
      this.#back.hidden = !trail.size;
      this.#copy.textContent = this.#words.copy;
      this.#markAnswerGiven();
    }

    /** Leaves only the current step on show. */
    #foldUp() {
      for (const { id, section } of this.#steps.values()) section.hidden = id !== this.#position.node;
    }

    /** @returns {HTMLLIElement[]} */
    #trailItems() {
      return [...this.#position.trail].map(([check, id]) => {
        const step = this.#steps.get(check);
        const question = step?.title.textContent ?? check;
        const answer = step?.answers.get(id)?.label ?? id;
        const link = make("a", "dt-trail__answer", answer);
        link.href = this.#fragment({ trail: cutBefore(this.#position.trail, check), node: check }) || STEP + check;
        link.ariaLabel = fill(this.#words.change, { answer, question });
        return make("li", "", make("span", "dt-trail__question", question), " ", link);
      });
    }

    /** @returns {string} */
    #progressText() {
      const { trail, node } = this.#position;
      const step = this.#steps.get(node);
      if (!step || step.isEnd) return fill(this.#words.end, { n: trail.size });
      const text = step.least === step.most ? this.#words.step_exact : this.#words.step;
      return fill(text, { n: trail.size + 1, least: trail.size + step.least, most: trail.size + step.most });
    }

    /** Shows on a check that is visited again what was answered before. */
    #markAnswerGiven() {
      const { node } = this.#position;
      for (const { id, link } of this.#steps.get(node)?.answers.values() ?? []) {
        link.ariaCurrent = id === this.#known.get(node) ? "true" : null;
      }
    }

    /** Makes the box as high as its highest question, so that stepping does not move what is below. */
    #keepHeight() {
      const checks = [...this.#steps.values()].filter((step) => !step.isEnd);
      this.style.removeProperty("--dt-height");
      for (const { section } of checks) section.hidden = false;
      const height = Math.max(...checks.map(({ section }) => section.offsetHeight));
      this.style.setProperty("--dt-height", `${height}px`);
      this.#foldUp();
    }

    /**
     * Scrolls, if need be, so that the title stands at a height in the window, or as near as it can be read.
     * @param {number} top  px from the upper edge of the window
     */
    #scrollTitleTo(top) {
      const nearest = Math.min(Math.max(top, 152), innerHeight / 2);
      scrollBy({ top: this.#title.getBoundingClientRect().top - nearest, behavior: "instant" });
    }

    /** Lays everything open for paper, and folds it up again afterwards. */
    #unfold() {
      const folded = Array.from(this.querySelectorAll("details")).filter((details) => !details.open);
      for (const details of folded) details.open = true;
      for (const { section } of this.#steps.values()) section.hidden = false;
      const refold = () => {
        for (const details of folded) details.open = false;
        this.#foldUp();
      };
      addEventListener("afterprint", refold, { once: true, signal: this.#subscriptions?.signal });
    }

    async #copyLink() {
      const url = location.href.split("#")[0] + this.#fragment();
      try {
        await navigator.clipboard.writeText(url);
        this.#copy.textContent = this.#words.copied;
        this.#live.textContent = this.#words.copied;
      } catch {
        // No clipboard on plain http, or not permitted: the reader copies by hand.
        prompt(this.#words.copy, url);
      }
    }

    /**
     * @param {"start" | "answer" | "back" | "end"} name
     * @param {string} node
     * @param {string | null} answer
     * @param {Trail} trail
     */
    #dispatch(name, node, answer, trail = this.#position.trail) {
      const detail = {
        tree: this.#tree,
        node,
        answer,
        trail: Array.from(trail, ([check, given]) => ({ check, answer: given })),
      };
      this.dispatchEvent(new CustomEvent(`decision-tree:${name}`, { bubbles: true, detail }));
    }
  }

  if (!customElements.get("decision-tree")) customElements.define("decision-tree", DecisionTree);
})();
