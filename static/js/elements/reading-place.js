/**
 * <reading-place> remembers the section of a lesson that the reader has come to, and says
 * “You were here” where the address leads back to it.
 *
 * Without it the form inside keeps a place, and the contents lead to every section.
 * data-url is where a place is sent, left out where none is kept; data-kept is the one that
 * the site has; data-here is what is said. Nobody waits for an answer: where sending fails,
 * the former place stays.
 */
// Milliseconds. A section is sent once the reader has stayed in it, and on leaving.
const STAY = 1500;
const LOOK_AFTER = 200;
// How far down the screen a heading is when its section is what one reads.
const READING_LINE = 0.4;

class ReadingPlace extends HTMLElement {
  #sections;
  #kept;
  #here = "";
  #looking;
  #sending;

  connectedCallback() {
    this.#sections = [...document.querySelectorAll('.lesson [id^="section-"]')];
    this.#kept = this.dataset.kept ?? "";
    window.addEventListener("scroll", this, { passive: true });
    window.addEventListener("pagehide", this);
    for (const type of ["visibilitychange", "click", "submit"]) {
      document.addEventListener(type, this);
    }
    this.#sayWhere();
    this.#later();
  }

  disconnectedCallback() {
    clearTimeout(this.#looking);
    clearTimeout(this.#sending);
    window.removeEventListener("scroll", this);
    window.removeEventListener("pagehide", this);
    for (const type of ["visibilitychange", "click", "submit"]) {
      document.removeEventListener(type, this);
    }
  }

  handleEvent(event) {
    if (event.type === "scroll") {
      this.#later();
    } else if (event.type === "submit") {
      this.#takeAlong(event.target);
    } else if (event.type === "click") {
      // The page that comes is made before this one is hidden.
      if (event.target.closest?.("a[href]")) this.#send();
    } else if (document.visibilityState === "hidden" || event.type === "pagehide") {
      this.#send();
    }
  }

  #later() {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => this.#look(), LOOK_AFTER);
  }

  #look() {
    const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const line = innerHeight * (isAtEnd ? 1 : READING_LINE);
    const begun = this.#sections.filter((one) => one.getBoundingClientRect().top < line);
    const here = begun.at(-1)?.id ?? "";
    if (here === this.#here) return;
    this.#here = here;
    clearTimeout(this.#sending);
    this.#sending = setTimeout(() => this.#send(), STAY);
  }

  #send() {
    clearTimeout(this.#sending);
    if (!this.dataset.url || !this.#here || this.#here === this.#kept) return;
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({
      csrfmiddlewaretoken: token, section: this.#here, quiet: "1",
    });
    if (navigator.sendBeacon(this.dataset.url, body)) this.#kept = this.#here;
  }

  /** Whoever changes the language or the look comes back to the same section. */
  #takeAlong(form) {
    const next = form.elements?.next;
    if (next && this.#here) next.value = `${next.value.split("#")[0]}#${this.#here}`;
  }

  #sayWhere() {
    const section = this.#sections.find((one) => `#${one.id}` === location.hash);
    if (!section || section.id !== this.#kept || !this.dataset.here) return;
    const note = document.createElement("p");
    note.className = "here-note no-print";
    note.id = "here";
    note.textContent = this.dataset.here;
    section.before(note);
    section.setAttribute("aria-describedby", note.id);
    section.focus({ preventScroll: true });
    section.scrollIntoView();
  }
}

customElements.define("reading-place", ReadingPlace);
