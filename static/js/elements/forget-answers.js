/**
 * <forget-answers> empties this tab of answers that were never saved when its form is sent.
 *
 * It stands around the button that signs out, for the next person at a shared computer.
 * <answer-autosave> puts them by. Without JavaScript there is nothing to forget.
 */
const UNSENT = "unsent ";

class ForgetAnswers extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
  }

  disconnectedCallback() {
    window.removeEventListener("pagehide", this);
  }

  handleEvent(event) {
    if (event.type === "submit") {
      // The last to hear of it: what is on the page is put by once more as it is left.
      window.addEventListener("pagehide", this, { once: true });
      return;
    }
    try {
      for (const name of Object.keys(sessionStorage)) {
        if (name.startsWith(UNSENT)) sessionStorage.removeItem(name);
      }
    } catch {
      // Forbidden: then nothing is there.
    }
  }
}

customElements.define("forget-answers", ForgetAnswers);
