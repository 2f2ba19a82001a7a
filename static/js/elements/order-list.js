/**
 * <order-list> moves the rows of an ordering question when a button or a place is chosen.
 *
 * Without it the same buttons send the form, and the page comes back in the new order.
 * data-moved is what is said afterwards, with {text}, {place} and {count}.
 */
class OrderList extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("change", this);
    this.closest("answer-autosave")?.addEventListener("answer-restored", this);
  }

  handleEvent(event) {
    if (event.type === "click") {
      this.#press(event);
    } else if (event.type === "answer-restored") {
      this.#sort();
    } else if (event.target.matches("select") && event.target.value) {
      this.#move(event.target.closest("li"), Number(event.target.value) - 1);
    }
  }

  get #rows() {
    return [...this.querySelectorAll("li")];
  }

  #press(event) {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("li");
    if (row) {
      const place = this.#rows.indexOf(row) + (button.value.endsWith("-up") ? -1 : 1);
      this.#move(row, Math.max(0, Math.min(this.#rows.length - 1, place)));
    } else {
      this.#number();
      this.querySelector("select").focus();
    }
    // What saves answers listens for this.
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** The row itself stays where it is in the document, so that it keeps the focus. */
  #move(row, place) {
    const rows = this.#rows;
    const old = rows.indexOf(row);
    if (place > old) {
      for (const other of rows.slice(old + 1, place + 1)) row.before(other);
    } else {
      for (const other of rows.slice(place, old).reverse()) row.after(other);
    }
    this.#number();
    this.querySelector("[data-order-status]").textContent = this.dataset.moved
      .replace("{text}", row.querySelector(".order__text").textContent)
      .replace("{place}", place + 1)
      .replace("{count}", rows.length);
  }

  #sort() {
    const place = (row) => Number(row.querySelector("select").value) || Infinity;
    const rows = this.#rows.sort((one, other) => place(one) - place(other));
    if (rows.every((row) => place(row) === Infinity)) return;
    this.querySelector("ol").append(...rows);
    this.#number();
  }

  /** Say in every row which place it has now. */
  #number() {
    const rows = this.#rows;
    rows.forEach((row, index) => {
      const place = row.querySelector("select");
      place.querySelector('option[value=""]')?.remove();
      place.value = row.querySelector("input").value = String(index + 1);
      const [up, down] = row.querySelectorAll("button");
      up.toggleAttribute("aria-disabled", index === 0);
      down.toggleAttribute("aria-disabled", index === rows.length - 1);
      for (const button of [up, down]) {
        if (button.hasAttribute("aria-disabled")) button.setAttribute("aria-disabled", "true");
        button.removeAttribute("aria-describedby");
      }
    });
    this.querySelector("[data-order-keep]")?.remove();
  }
}

customElements.define("order-list", OrderList);
