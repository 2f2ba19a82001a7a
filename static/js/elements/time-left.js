/**
 * <time-left> counts the time of an attempt down: each minute, in the last one each ten seconds.
 *
 * Without it the text says what was left when the page came, and until when; the server judges
 * in any case. Seconds come as data-seconds, texts as data-five, data-one and data-up. When the
 * time is up it sends "time-up", so that what is unsent is saved, and then goes to data-url.
 */
const STEP = 10;
// The server takes what was on its way for five seconds, and ends the attempt after that.
const UNTIL_ENDED = 6_000;
const FOLDED = "time-left-folded";

class TimeLeft extends HTMLElement {
  #end;
  #timer;
  #told;

  connectedCallback() {
    const seconds = Number(this.dataset.seconds);
    this.#end = arrival() + seconds * 1000;
    // What was left on arrival is on the page already; it need not be announced.
    this.#told = seconds;
    const details = this.querySelector("details");
    details.open = sessionStorage.getItem(FOLDED) === null;
    details.addEventListener("toggle", () => {
      if (details.open) sessionStorage.removeItem(FOLDED);
      else sessionStorage.setItem(FOLDED, "1");
    });
    // Timers sleep in a tab that is not looked at, the clock does not.
    document.addEventListener("visibilitychange", this);
    window.addEventListener("pageshow", this);
    this.#tick();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this);
    window.removeEventListener("pageshow", this);
  }

  handleEvent() {
    this.#tick();
  }

  #tick() {
    clearTimeout(this.#timer);
    const left = Math.max(0, Math.ceil((this.#end - Date.now()) / 1000));
    this.querySelector("[data-time-left]").textContent = inWords(left);
    this.#announce(left);
    if (left === 0) return this.#finish();
    const step = left > 60 ? 60 : STEP;
    // To the next moment at which the text is another one.
    const wait = left - (Math.ceil(left / step) - 1) * step;
    this.#timer = setTimeout(() => this.#tick(), (left > 60 ? Math.min(wait, left - 60) : wait) * 1000);
  }

  #announce(left) {
    for (const [limit, text] of [[300, this.dataset.five], [60, this.dataset.one], [0, this.dataset.up]]) {
      if (left <= limit && this.#told > limit) this.#say(text);
    }
    this.#told = left;
  }

  #say(text) {
    this.querySelector("[data-announcement]").textContent = text;
  }

  #finish() {
    const said = this.querySelector("[data-announcement]");
    said.classList.remove("visually-hidden");
    this.#say(this.dataset.up);
    // Leaving a field is what makes its text a change.
    document.activeElement?.blur();
    document.dispatchEvent(new CustomEvent("time-up"));
    const wait = Math.max(0, this.#end + UNTIL_ENDED - Date.now());
    this.#timer = setTimeout(() => location.replace(this.dataset.url), wait);
  }
}

/** Returns when the page came from the server; what it says was true then. */
function arrival() {
  const [navigation] = performance.getEntriesByType("navigation");
  return performance.timeOrigin + (navigation?.responseStart ?? performance.now());
}

/** Returns seconds in words of the page's language: "12 minutes", "40 seconds". */
function inWords(left) {
  const [unit, value] = left > 60 ? ["minute", Math.ceil(left / 60)] : ["second", Math.ceil(left / STEP) * STEP];
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit",
    unit,
    unitDisplay: "long",
  }).format(value);
}

customElements.define("time-left", TimeLeft);
