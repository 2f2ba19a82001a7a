/**
 * <answer-autosave> saves the form inside while the learner answers, and says how that goes.
 *
 * Without it the form's own button saves, and nothing else is lost. Texts come as data-saving,
 * data-failed, data-signed-out, data-sign-in; data-sign-in-url is where to sign in. The
 * server judges: it gets the same form at the same address and answers {outcome, message}.
 * A later `revision` wins, so an answer that is late on its way never replaces a newer one.
 */
const PAUSE = 800;
const RETRY_AFTER = [1, 2, 4, 8, 15].map((seconds) => seconds * 1000);

class AnswerAutosave extends HTMLElement {
  #form;
  #status;
  #timer;
  #tries = 0;
  #isDirty = false;
  #isSaving = false;

  connectedCallback() {
    this.#form = this.querySelector("form");
    this.#status = this.querySelector("[data-save-status]");
    this.addEventListener("change", this);
    this.addEventListener("submit", this);
    document.addEventListener("visibilitychange", this);
    for (const type of ["pagehide", "online", "beforeunload"]) {
      window.addEventListener(type, this);
    }
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this);
    for (const type of ["pagehide", "online", "beforeunload"]) {
      window.removeEventListener(type, this);
    }
  }

  handleEvent(event) {
    if (event.type === "change") {
      this.#isDirty = true;
      this.#tries = 0;
      this.#later(PAUSE);
    } else if (event.type === "submit") {
      // From here on the form speaks for itself, as the latest word.
      clearTimeout(this.#timer);
      this.#isDirty = false;
      this.#form.elements.revision.value = this.#nextRevision();
    } else if (event.type === "beforeunload") {
      if (this.#isDirty && this.dataset.state === "failed") event.preventDefault();
    } else if (this.#isDirty) {
      this.#save();
    }
  }

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), wait);
  }

  #nextRevision() {
    return Number(this.#form.elements.revision.value) + 1;
  }

  /** After signing in in another tab this page's token is old; the cookie has the new one. */
  #refreshToken() {
    const [, token] = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/) ?? [];
    if (token) this.#form.elements.csrfmiddlewaretoken.value = token;
  }

  async #save() {
    clearTimeout(this.#timer);
    if (this.#isSaving && document.visibilityState === "visible") return this.#later(PAUSE);
    this.#isSaving = true;
    this.#isDirty = false;
    this.#refreshToken();
    this.#form.elements.revision.value = this.#nextRevision();
    this.#say("saving", this.dataset.saving);
    try {
      this.#judge(await this.#send());
    } catch {
      this.#retry();
    } finally {
      this.#isSaving = false;
    }
  }

  async #send() {
    const reply = await fetch(this.#form.action, {
      method: "POST",
      body: new FormData(this.#form),
      headers: { Accept: "application/json" },
      redirect: "manual",
      keepalive: true,
    });
    const isJson = reply.headers.get("Content-Type")?.startsWith("application/json");
    return { reply, body: isJson ? await reply.json() : null };
  }

  #judge({ reply, body }) {
    if (reply.type === "opaqueredirect" || [401, 403].includes(reply.status)) {
      this.#signedOut();
    } else if (body === null || reply.status >= 500) {
      this.#retry();
    } else {
      this.#tries = 0;
      this.#say(reply.ok ? "saved" : "refused", body.message);
      this.dispatchEvent(new CustomEvent("answer-saved", { bubbles: true, detail: body }));
    }
  }

  #retry() {
    this.#isDirty = true;
    this.#say("failed", this.dataset.failed);
    this.#later(RETRY_AFTER[Math.min(this.#tries++, RETRY_AFTER.length - 1)]);
  }

  /** The choice stays on the page; it is saved when the person comes back to it. */
  #signedOut() {
    this.#isDirty = true;
    this.#say("failed", `${this.dataset.signedOut} `);
    const link = document.createElement("a");
    link.href = this.dataset.signInUrl;
    link.target = "_blank";
    link.textContent = this.dataset.signIn;
    this.#status.append(link);
  }

  #say(state, text) {
    this.dataset.state = state;
    this.#status.textContent = text;
  }
}

customElements.define("answer-autosave", AnswerAutosave);
