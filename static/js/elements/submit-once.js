/**
 * <submit-once> lets the forms inside be sent once, whatever the number of clicks.
 *
 * Without it the second request reaches the server, which answers it like the first.
 */
class SubmitOnce extends HTMLElement {
  #sent = false;

  connectedCallback() {
    this.addEventListener("submit", this);
    // A page from the back button's cache may be sent again.
    window.addEventListener("pageshow", this);
  }

  disconnectedCallback() {
    window.removeEventListener("pageshow", this);
  }

  handleEvent(event) {
    if (event.type === "pageshow") {
      this.#sent = false;
    } else if (this.#sent) {
      event.preventDefault();
    } else {
      this.#sent = !event.defaultPrevented;
      // The server may never answer; a further try is right then.
      setTimeout(() => (this.#sent = false), 10_000);
    }
  }
}

customElements.define("submit-once", SubmitOnce);
