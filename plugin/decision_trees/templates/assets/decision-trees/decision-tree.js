/**
 * `<decision-tree>` walks a reader through the steps of a tree page, one question at a time.
 *
 * It reads the tree from the answers in its sections and writes the walk into the address, as
 * `#walk?check=answer&…`, so that Back, reload, a bookmark and a shared link work.
 *
 * Attributes: `data-tree`, the tree's id; `data-start`, its first check; `data-words`, JSON over `WORDS`.
 *
 * Events bubble and have the detail `{tree, node, answer, trail}`:
 *   decision-tree:start   the first answer is being given; `node` is the check
 *   decision-tree:answer  `node` is the check, `answer` what was answered
 *   decision-tree:back    `node` is the check gone back to
 *   decision-tree:end     `node` is the decision or warning reached
 */
(() => {
  "use strict";

  /**
   * @typedef {ReturnType<typeof readStep>} Step
   * @typedef {ReturnType<typeof readAnswer>} Answer
   * @typedef {Map<string, string>} Trail  answers by check, in the order walked
   *
   * @typedef {object} Position
   * @property {Trail} trail
   * @property {string} node
   * @property {string} [note]  what the reader should know about how they came here
   */

  const WORDS = {
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
  };

  const WALK = "#walk";
  const STEP = "#step-";

  /**
   * The walk that last left the page. Instant navigation may replace a page by a fresh copy, which takes over.
   * @type {{ place: string, known: Trail } | undefined}
   */
  let left;

  /** @param {HTMLElement} section */
  function readStep(section) {
    const { node = "", kind, least, most } = section.dataset;
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = section.querySelectorAll("a.dt-answer");
    /** @type {HTMLElement} */
    const title = section.querySelector(".dt-step__title") ?? section;
    return {
      id: node,
      section,
      title,
      isEnd: kind !== "check",
      // Questions from here to an end, this one included
      least: Number(least),
      most: Number(most),
      answers: new Map(Array.from(links, readAnswer).map((answer) => [answer.id, answer])),
    };
  }

  /** @param {HTMLAnchorElement} link */
  function readAnswer(link) {
    return {
      link,
      id: link.dataset.answer ?? "",
      label: link.querySelector(".dt-answer__label")?.textContent ?? "",
      // No node if it leaves this tree
      to: isSamePage(link) && link.hash.startsWith(STEP) ? link.hash.slice(STEP.length) : null,
      // Back to an earlier check
      isLoop: link.classList.contains("dt-answer--loop"),
    };
  }

  /**
   * Compares whole addresses: instant navigation makes every href a full one.
   * @param {HTMLAnchorElement} link
   */
  function isSamePage(link) {
    return link.href.split("#")[0] === location.href.split("#")[0];
  }

  /**
   * Walks from a node as far as the known answers lead.
   * @param {Map<string, Step>} steps
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
      if (!answer?.to || answer.isLoop || trail.has(node) || !steps.has(answer.to)) return { trail, node };
      trail.set(node, answer.id);
      node = answer.to;
    }
  }

  /**
   * The way to a node with the fewest answers; no answers at all if no way leads there.
   * @param {Map<string, Step>} steps
   * @param {string} start
   * @param {string} target
   * @returns {Position}
   */
  function shortestWay(steps, start, target) {
    /** @type {Map<string, Trail>} */
    const ways = new Map([[start, new Map()]]);
    // A Map also visits what is added while it is read: it is the queue of this search.
    for (const [node, trail] of ways) {
      for (const { id, to, isLoop } of steps.get(node)?.answers.values() ?? []) {
        if (to && !isLoop && !ways.has(to)) ways.set(to, new Map(trail).set(node, id));
      }
    }
    return { trail: ways.get(target) ?? new Map(), node: target };
  }

  /**
   * Back to a check that was answered.
   * @param {Trail} trail
   * @param {string} node
   * @returns {Position}
   */
  function cutBefore(trail, node) {
    return { trail: new Map([...trail].slice(0, [...trail.keys()].indexOf(node))), node };
  }

  /**
   * @param {string} text
   * @param {Record<string, string | number>} values
   */
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (slot, name) => String(values[name] ?? slot));
  }

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {string} className
   * @param {(Node | string)[]} children
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

    /** @type {Map<string, Step>} */
    #steps = new Map();

    /** All answers given, also those gone back on: they may apply again. @type {Trail} */
    #known = new Map();

    /** @type {Position} */
    #position = { trail: new Map(), node: "" };

    #words = WORDS;
    #width = 0;

    #answers = make("ol", "");
    #trail = make("nav", "dt-trail dt-trail--walk", this.#answers);
    #note = make("p", "dt-note");
    #progress = make("p", "dt-progress");
    #back = make("button", "dt-button");
    #restart = make("button", "dt-button");
    #copy = make("button", "dt-button");
    #tools = make("div", "dt-walk__tools", this.#back, this.#restart, this.#copy);
    #live = make("p", "dt-live");

    connectedCallback() {
      /** @type {NodeListOf<HTMLElement>} */
      const sections = this.querySelectorAll(":scope > .dt-step");
      this.#steps = new Map(Array.from(sections, readStep).map((step) => [step.id, step]));
      if (!this.#steps.has(this.#start.node)) return;
      this.#furnish();
      this.#subscribe();
      this.#keepHeight();
      this.#resume();
    }

    disconnectedCallback() {
      this.#subscriptions?.abort();
      left = { place: this.#place(), known: this.#known };
    }

    /** Adds the parts that only a walk has. */
    #furnish() {
      this.#words = { ...WORDS, ...JSON.parse(this.dataset.words ?? "{}") };
      this.#trail.ariaLabel = this.#words.your_answers;
      this.#live.role = "status";
      this.#back.textContent = this.#words.back;
      this.#restart.textContent = this.#words.restart;
      for (const { title } of this.#steps.values()) title.tabIndex = -1;
      this.prepend(this.#trail, this.#note, this.#progress);
      this.append(this.#tools, this.#live);
      this.classList.add("dt-walk--on");
    }

    #subscribe() {
      this.#subscriptions?.abort();
      this.#subscriptions = new AbortController();
      const { signal } = this.#subscriptions;
      // Captured, because instant navigation takes every click that reaches the body.
      document.addEventListener("click", (event) => this.#onClick(event), { capture: true, signal });
      this.addEventListener("keydown", (event) => this.#onKey(event), { signal });
      this.#back.addEventListener("click", () => this.#goBack(), { signal });
      this.#restart.addEventListener("click", () => this.#startAgain(), { signal });
      this.#copy.addEventListener("click", () => this.#copyLink(), { signal });
      addEventListener("popstate", () => this.#onAddress(), { signal });
      addEventListener("hashchange", () => this.#onAddress(), { signal });
      addEventListener("resize", () => this.#onResize(), { signal });
      addEventListener("beforeprint", () => this.#unfold(), { signal });
    }

    // Address

    /** @returns {Position} */
    get #start() {
      return { trail: new Map(), node: this.dataset.start ?? "" };
    }

    #fragment({ trail, node } = this.#position) {
      if (trail.size) return `${WALK}?${new URLSearchParams([...trail])}`;
      return node === this.#start.node ? "" : STEP + node;
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
      if (fragment === WALK || fragment.startsWith(`${WALK}?`)) {
        const given = new Map(new URLSearchParams(fragment.slice(WALK.length)));
        const position = follow(this.#steps, this.#start.node, given);
        this.#learn(given);
        return position.trail.size < given.size ? { ...position, note: this.#words.stale } : position;
      }
      const node = fragment.slice(STEP.length);
      return fragment.startsWith(STEP) && this.#steps.has(node) ? this.#wayTo(node) : null;
    }

    /** @param {string} node */
    #wayTo(node) {
      const { trail } = this.#position;
      if (trail.has(node)) return cutBefore(trail, node);
      const way = shortestWay(this.#steps, this.#start.node, node);
      this.#learn(way.trail);
      return way;
    }

    /** @param {Trail} answers */
    #learn(answers) {
      for (const [check, answer] of answers) this.#known.set(check, answer);
    }

    #resume() {
      const asked = this.#read(location.hash);
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
      const { target, button, ctrlKey, metaKey, shiftKey, altKey } = event;
      const link = target instanceof Element ? target.closest("a") : null;
      // In a drawing a link is another kind of element.
      if (!(link instanceof HTMLAnchorElement) || button || ctrlKey || metaKey || shiftKey || altKey) return;
      const answers = [...(this.#steps.get(this.#position.node)?.answers.values() ?? [])];
      const answer = answers.find((each) => each.link === link);
      const position = !answer && isSamePage(link) ? this.#read(link.hash) : null;
      if (answer) this.#answer(answer);
      if (position) this.#move(position);
      if (answer?.to || position) {
        event.preventDefault();
        event.stopPropagation();
      }
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
      if (!trail.size) this.#dispatch("start", node);
      this.#dispatch("answer", node, id, new Map(trail).set(node, id));
      if (isLoop && to) this.#loopTo(to);
      else if (to) {
        this.#known.set(node, id);
        const next = follow(this.#steps, this.#start.node, this.#known);
        this.#move(next.trail.size > trail.size + 1 ? { ...next, note: this.#words.kept } : next);
        if (this.#steps.get(next.node)?.isEnd) this.#dispatch("end", next.node, [...next.trail.values()].at(-1));
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
      const { trail } = this.#position;
      this.#move(cutBefore(trail, [...trail.keys()].at(-1) ?? ""));
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
      if (fragment !== location.hash) history.pushState(null, "", location.pathname + location.search + fragment);
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
      this.#live.textContent = `${this.#progress.textContent}. ${this.#note.textContent}`;
      if (isBack) this.#dispatch("back", position.node);
    }

    // View

    /** @returns {HTMLElement} */
    get #title() {
      return this.#steps.get(this.#position.node)?.title ?? this;
    }

    /** @param {Position} position */
    #show(position) {
      const { trail, node, note } = position;
      const step = this.#steps.get(node);
      this.#position = position;
      this.#foldUp();
      this.#answers.replaceChildren(...Array.from(trail, ([check, answer]) => this.#trailItem(check, answer)));
      this.#trail.hidden = this.#back.hidden = !trail.size;
      this.#note.textContent = note ?? "";
      this.#note.hidden = !note;
      this.#progress.textContent = this.#progressText();
      this.#copy.textContent = this.#words.copy;
      this.#tools.hidden = !this.#fragment();
      for (const { id, link } of step?.answers.values() ?? []) {
        link.ariaCurrent = this.#known.get(node) === id ? "true" : null;
      }
    }

    #foldUp() {
      for (const { id, section } of this.#steps.values()) section.hidden = id !== this.#position.node;
    }

    /**
     * @param {string} check
     * @param {string} id
     */
    #trailItem(check, id) {
      const step = this.#steps.get(check);
      const question = step?.title.textContent ?? check;
      const answer = step?.answers.get(id)?.label ?? id;
      const link = make("a", "", answer);
      link.href = this.#fragment(cutBefore(this.#position.trail, check)) || STEP + check;
      link.ariaLabel = fill(this.#words.change, { answer, question });
      return make("li", "", make("span", "", question), " ", link);
    }

    #progressText() {
      const { trail, node } = this.#position;
      const { isEnd = true, least = 0, most = 0 } = this.#steps.get(node) ?? {};
      if (isEnd) return fill(this.#words.end, { n: trail.size });
      const text = least === most ? this.#words.step_exact : this.#words.step;
      return fill(text, { n: trail.size + 1, least: trail.size + least, most: trail.size + most });
    }

    #onResize() {
      // A telephone resizes the window's height whenever it hides its own bars.
      if (this.offsetWidth !== this.#width) this.#keepHeight();
    }

    /** Makes all questions as high as the highest: stepping does not move what is below. */
    #keepHeight() {
      const checks = [...this.#steps.values()].filter(({ isEnd }) => !isEnd);
      this.#width = this.offsetWidth;
      this.style.removeProperty("--dt-height");
      for (const { section } of checks) section.hidden = false;
      const height = Math.max(...checks.map(({ section }) => section.offsetHeight));
      this.style.setProperty("--dt-height", `${height}px`);
      this.#foldUp();
    }

    /**
     * Scrolls so that the title stands at a height in the window, or as near to it as reads well.
     * @param {number} top  px from the upper edge
     */
    #scrollTitleTo(top) {
      const nearest = Math.min(Math.max(top, 152), innerHeight / 2);
      scrollBy({ top: this.#title.getBoundingClientRect().top - nearest, behavior: "instant" });
    }

    /** Lays everything open for paper. */
    #unfold() {
      const folded = [...this.querySelectorAll("details")].filter((details) => !details.open);
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
        this.#live.textContent = this.#copy.textContent = this.#words.copied;
      } catch {
        // Plain http has no clipboard, and it may be forbidden: the reader copies by hand.
        prompt(this.#words.copy, url);
      }
    }

    /**
     * @param {"start" | "answer" | "back" | "end"} name
     * @param {string} node
     * @param {string | null} answer
     */
    #dispatch(name, node, answer = null, walked = this.#position.trail) {
      const trail = Array.from(walked, ([check, given]) => ({ check, answer: given }));
      const detail = { tree: this.dataset.tree, node, answer, trail };
      this.dispatchEvent(new CustomEvent(`decision-tree:${name}`, { bubbles: true, detail }));
    }
  }

  if (!customElements.get("decision-tree")) customElements.define("decision-tree", DecisionTree);
})();
