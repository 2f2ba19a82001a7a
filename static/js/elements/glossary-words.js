/**
 * <glossary-words> holds the words of a lesson; it shows a word where it is clicked.
 *
 * Without it, or in a browser without popovers, the link in the text leads to the word's
 * explanation here. data-close names the button that closes one.
 */
class GlossaryWords extends HTMLElement {
  connectedCallback() {
    if (HTMLElement.prototype.showPopover) document.addEventListener("click", this);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
  }

  handleEvent(event) {
    const link = event.target.closest?.("a.term");
    const word = link && this.querySelector(`[id="${link.hash.slice(1)}"]`);
    if (!word) return;
    event.preventDefault();
    this.#show(word, link);
  }

  #show(word, link) {
    const note = document.createElement("div");
    note.className = "term-note";
    note.popover = "auto";
    note.tabIndex = -1;
    note.lang = this.closest("[lang]")?.lang ?? "";
    note.setAttribute("role", "dialog");
    note.setAttribute("aria-label", word.querySelector("dt").textContent);
    const term = document.createElement("p");
    term.className = "term-note__word";
    term.textContent = word.querySelector("dt").textContent;
    const text = document.createElement("p");
    text.append(...word.querySelector("dd").cloneNode(true).childNodes);
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button-text";
    close.textContent = this.dataset.close;
    close.addEventListener("click", () => note.hidePopover());
    note.append(term, text, close);
    note.addEventListener("toggle", (event) => {
      if (event.newState !== "closed") return;
      note.remove();
      link.focus();
    });
    document.body.append(note);
    note.showPopover();
    note.focus();
  }
}

customElements.define("glossary-words", GlossaryWords);
