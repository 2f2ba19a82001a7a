/**
 * <asked-if> hides an item of a survey until the answer that leads to it is given.
 *
 * Without it a sentence above the item says whom it concerns, and the server drops what
 * others answer. An answer that decides is on the same page; where it is not, the server
 * has decided already and the item stays.
 *
 * data-name: the radio buttons that decide. data-values: their values, with spaces.
 */
class AskedIf extends HTMLElement {
  #buttons = [];

  connectedCallback() {
    this.#buttons = [...(this.closest("form")?.elements ?? [])].filter(
      (field) => field.type === "radio" && field.name === this.dataset.name,
    );
    if (!this.#buttons.length) return;
    this.closest("form").addEventListener("change", this);
    // A page that the browser restores has its answers a moment later.
    window.addEventListener("pageshow", this);
    this.#update();
  }

  disconnectedCallback() {
    window.removeEventListener("pageshow", this);
  }

  handleEvent() {
    this.#update();
  }

  #update() {
    const values = this.dataset.values.split(" ");
    // What is hidden itself leads nowhere.
    const given = this.#buttons.find(
      (button) => button.checked && !button.closest("asked-if")?.hidden,
    );
    const wasHidden = this.hidden;
    this.hidden = !given || !values.includes(given.value);
    this.querySelector(".asked-if__hint").hidden = true;
    if (wasHidden !== this.hidden) {
      // Items that depend on this one.
      this.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

customElements.define("asked-if", AskedIf);
