/**
 * <char-count> shows how many characters are left in the field inside.
 *
 * Without it the limit stands there, and the field takes no more. data-left is the text,
 * with {count}. It is seen all the time and read out only near the end, after a pause.
 */
const NEARLY = 0.1;
const PAUSE = 1500;

class CharCount extends HTMLElement {
  #field;
  #shown;
  #spoken;
  #timer;

  connectedCallback() {
    this.#field = this.querySelector("textarea");
    this.#shown = this.querySelector("[data-char-count]");
    this.#shown.setAttribute("aria-hidden", "true");
    this.#spoken = document.createElement("p");
    this.#spoken.className = "visually-hidden";
    this.#spoken.setAttribute("role", "status");
    this.append(this.#spoken);
    this.addEventListener("input", this);
    this.closest("answer-autosave")?.addEventListener("answer-restored", this);
    this.handleEvent();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  handleEvent() {
    const left = this.#field.maxLength - this.#field.value.length;
    const language = document.documentElement.lang;
    const text = this.dataset.left.replace("{count}", left.toLocaleString(language));
    this.#shown.textContent = text;
    clearTimeout(this.#timer);
    if (left > this.#field.maxLength * NEARLY) return;
    this.#timer = setTimeout(() => (this.#spoken.textContent = text), PAUSE);
  }
}

customElements.define("char-count", CharCount);
