/**
 * <leave-quickly> makes its link leave without a way back to this page.
 *
 * Without it the link leads to the same place, and “back” comes back here. Escape pressed
 * three times within two seconds does the same.
 */
const TIMES = 3;
const WITHIN = 2000;

class LeaveQuickly extends HTMLElement {
  #pressed = [];

  connectedCallback() {
    this.addEventListener("click", this);
    document.addEventListener("keydown", this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    if (event.type === "click") {
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      this.#leave();
    } else if (event.key === "Escape") {
      const now = Date.now();
      this.#pressed = [...this.#pressed.filter((at) => now - at < WITHIN), now];
      if (this.#pressed.length >= TIMES) this.#leave();
    }
  }

  #leave() {
    // Gone at once, even where the other site is slow to come.
    document.body.hidden = true;
    document.title = "…";
    location.replace(this.querySelector("a").href);
  }
}

customElements.define("leave-quickly", LeaveQuickly);
