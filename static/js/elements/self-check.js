/**
 * <self-check> explains the chosen answers in place, at once. It sends and stores nothing.
 *
 * Without it a learner decides, and opens “Show the answer”. The words come from there;
 * data-check, data-empty, data-right, data-partly and data-wrong are the rest of them.
 */
class SelfCheck extends HTMLElement {
  #status;
  #details;

  connectedCallback() {
    if (this.#details) return;
    this.#status = this.querySelector("[data-status]");
    this.#details = this.querySelector("details");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet self-check__button no-print";
    button.textContent = this.dataset.check;
    button.addEventListener("click", () => this.#check());
    this.#details.before(button, this.#status);
    this.addEventListener("change", () => this.#clear());
  }

  get #inputs() {
    return [...this.querySelectorAll("input")];
  }

  #answer(input) {
    return this.#details.querySelector(`[data-answer="${input.value}"]`);
  }

  #clear() {
    for (const note of this.querySelectorAll(".self-check__feedback")) note.remove();
    for (const option of this.querySelectorAll(".self-check__option")) {
      delete option.dataset.state;
    }
    this.#status.textContent = "";
    delete this.#status.dataset.state;
  }

  #check() {
    this.#clear();
    const chosen = this.#inputs.filter((input) => input.checked);
    if (!chosen.length) {
      this.#status.textContent = this.dataset.empty;
      return;
    }
    for (const input of chosen) this.#explain(input);
    const isRight = (input) => this.#answer(input).dataset.state === "right";
    const all = this.#inputs.filter(isRight).every((input) => input.checked);
    const some = chosen.some(isRight);
    const state = all && chosen.every(isRight) ? "right" : "wrong";
    const verdict = this.dataset[
      state === "right" ? "right" : some && this.dataset.partly ? "partly" : "wrong"];
    this.#status.dataset.state = state;
    this.#status.textContent = verdict;
    const explanation = this.#details.querySelector("[data-explanation]");
    // In a self-check with several answers it would give away what is still missing.
    if (explanation && (state === "right" || !some)) {
      this.#status.append(` ${explanation.textContent}`);
    }
  }

  #explain(input) {
    const answer = this.#answer(input);
    const option = input.closest(".self-check__option");
    option.dataset.state = answer.dataset.state;
    const feedback = answer.querySelector("[data-feedback]");
    if (!feedback) return;
    const note = document.createElement("p");
    note.className = "self-check__feedback";
    note.append(answer.querySelector("svg").cloneNode(true), feedback.cloneNode(true));
    option.append(note);
  }
}

customElements.define("self-check", SelfCheck);
