/**
 * <answer-autosave> saves the fields inside while the learner answers, and says how that goes.
 *
 * Without it the form's own button saves, and nothing else is lost. data-url is where one
 * question is saved; data-prefix begins the names of its fields on a page of several. The
 * form around it has the texts: data-saving, data-failed, data-signed-out, data-sign-in, and
 * data-sign-in-url. The server judges and answers {outcome, message}. A later `revision`
 * wins, so an answer that is late on its way never replaces a newer one. What is not saved
 * yet lies in the session storage of this tab, and nowhere else, until it is.
 */
// Milliseconds. Who goes on writing is saved every now and then.
const PAUSE = 800;
const LONGEST_PAUSE = 1800;
const PATIENCE = 700;
const RETRY_AFTER = [1, 2, 4, 8, 15, 30, 60].map((seconds) => seconds * 1000);
// Browsers take no more than this along when a page is left.
const MOST_WHEN_LEAVING = 60_000;
// In the session storage, before the address that an answer is for.
const UNSENT = "unsent ";

function remember(url, revision, entries) {
  try {
    sessionStorage.setItem(UNSENT + url, JSON.stringify({ revision, entries }));
  } catch {
    // Full or forbidden; the page still has it.
  }
}

function recall(url) {
  try {
    return JSON.parse(sessionStorage.getItem(UNSENT + url));
  } catch {
    return null;
  }
}

/** Forget the answer for this address, unless it has changed since `revision`. */
function forget(url, revision = Infinity) {
  const unsent = recall(url);
  if (unsent && unsent.revision <= revision) sessionStorage.removeItem(UNSENT + url);
}

class AnswerAutosave extends HTMLElement {
  #form;
  #status;
  #timer;
  #sayLater;
  #dirtySince = 0;
  #tries = 0;
  // What has to be sent: the answer with all its fields, or the mark to look again alone.
  #isDirty = false;
  #isFlagDirty = false;
  #isSaving = false;

  connectedCallback() {
    this.#form = this.closest("form");
    this.#status = this.querySelector("[data-save-status]");
    this.addEventListener("change", this);
    this.addEventListener("input", this);
    this.#form.addEventListener("submit", this);
    document.addEventListener("visibilitychange", this);
    document.addEventListener("time-up", this);
    for (const type of ["pagehide", "online", "beforeunload"]) {
      window.addEventListener(type, this);
    }
    this.#takeUp();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#form.removeEventListener("submit", this);
    document.removeEventListener("visibilitychange", this);
    document.removeEventListener("time-up", this);
    for (const type of ["pagehide", "online", "beforeunload"]) {
      window.removeEventListener(type, this);
    }
  }

  handleEvent(event) {
    if (event.type === "change" || event.type === "input") {
      this.#changed(event.target);
    } else if (event.type === "submit") {
      // From here on the form speaks for itself, as the latest word.
      clearTimeout(this.#timer);
      this.#isDirty = this.#isFlagDirty = false;
      this.#revision.value = this.#nextRevision();
    } else if (event.type === "beforeunload") {
      if (this.#isUnacknowledged && this.dataset.state === "failed") event.preventDefault();
    } else if (this.#isAnythingDirty) {
      this.#save();
    }
  }

  get #prefix() {
    return this.dataset.prefix ?? "";
  }

  get #revision() {
    return this.#form.elements[`${this.#prefix}revision`];
  }

  get #isAnythingDirty() {
    return this.#isDirty || this.#isFlagDirty;
  }

  get #isUnacknowledged() {
    return this.#isAnythingDirty || this.#isSaving;
  }

  #nextRevision() {
    return Number(this.#revision.value) + 1;
  }

  #changed(field) {
    if (field.name === `${this.#prefix}flag`) {
      this.#isFlagDirty = true;
    } else {
      this.#dirtySince ||= Date.now();
      this.#isDirty = true;
      remember(this.dataset.url, this.#nextRevision(), this.#entries());
    }
    this.#tries = 0;
    const left = (this.#dirtySince || Date.now()) + LONGEST_PAUSE - Date.now();
    this.#later(Math.max(0, Math.min(PAUSE, left)));
  }

  /** Go on with what an earlier page of this tab could not save, if nothing newer is stored. */
  #takeUp() {
    const unsent = recall(this.dataset.url);
    if (unsent && unsent.revision > Number(this.dataset.stored)) {
      this.#fill(unsent.entries);
      this.#revision.value = Math.max(unsent.revision, Number(this.#revision.value));
    } else {
      forget(this.dataset.url);
      if (!("unsaved" in this.dataset)) return;
    }
    this.#isDirty = true;
    this.#later(0);
  }

  #fill(entries) {
    const values = {};
    for (const [name, value] of entries) (values[name] ??= []).push(value);
    for (const field of this.querySelectorAll("input, select, textarea")) {
      const name = field.name.slice(this.#prefix.length);
      if (["revision", "flag", "flag-shown"].includes(name)) continue;
      const own = values[name] ?? [];
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked = own.includes(field.value);
      } else {
        field.value = own[0] ?? "";
      }
    }
    this.dispatchEvent(new CustomEvent("answer-restored"));
  }

  /** The fields of this question by the names that its address knows. */
  #entries() {
    return [...new FormData(this.#form)]
      .filter(([name]) => name.startsWith(this.#prefix) && name !== "csrfmiddlewaretoken")
      .map(([name, value]) => [name.slice(this.#prefix.length), value]);
  }

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), wait);
  }

  /** After signing in in another tab this page's token is old; the cookie has the new one. */
  #token() {
    const [, token] = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/) ?? [];
    if (token) this.#form.elements.csrfmiddlewaretoken.value = token;
    return this.#form.elements.csrfmiddlewaretoken.value;
  }

  async #save() {
    clearTimeout(this.#timer);
    if (this.#isSaving && document.visibilityState === "visible") return this.#later(PAUSE);
    const isFlagAlone = !this.#isDirty;
    const was = { isDirty: this.#isDirty, isFlagDirty: this.#isFlagDirty };
    this.#isSaving = true;
    this.#isDirty = this.#isFlagDirty = false;
    this.#dirtySince = 0;
    if (!isFlagAlone) this.#revision.value = this.#nextRevision();
    const entries = this.#entries();
    const revision = Number(this.#revision.value);
    if (!isFlagAlone) remember(this.dataset.url, revision, entries);
    // Said only when it takes a while: a screen reader would read it at every word. That it
    // failed before is said until it has not.
    if (this.dataset.state !== "failed") {
      this.#sayLater = setTimeout(
        () => this.#say("saving", this.#form.dataset.saving), PATIENCE);
    }
    try {
      this.#judge(await this.#send(entries, isFlagAlone), revision, was);
    } catch {
      this.#retry(was);
    } finally {
      clearTimeout(this.#sayLater);
      this.#isSaving = false;
    }
  }

  async #send(entries, isFlagAlone) {
    const body = new URLSearchParams(entries);
    body.set("csrfmiddlewaretoken", this.#token());
    if (isFlagAlone) body.set("only", "flag");
    const isLeaving = document.visibilityState !== "visible";
    const reply = await fetch(this.dataset.url, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "manual",
      keepalive: isLeaving && body.toString().length < MOST_WHEN_LEAVING,
    });
    const isJson = reply.headers.get("Content-Type")?.startsWith("application/json");
    return { reply, body: isJson ? await reply.json() : null };
  }

  #judge({ reply, body }, revision, was) {
    if (reply.type === "opaqueredirect" || [401, 403].includes(reply.status)) {
      this.#signedOut(was);
    } else if (body === null || reply.status >= 500) {
      this.#retry(was);
    } else {
      this.#tries = 0;
      clearTimeout(this.#sayLater);
      forget(this.dataset.url, revision);
      this.#say(reply.ok ? "saved" : "refused", body.message);
      this.#settle();
      this.dispatchEvent(new CustomEvent("answer-saved", { bubbles: true, detail: body }));
    }
  }

  /** The note that what is shown is not saved goes when all of it is. */
  #settle() {
    delete this.dataset.unsaved;
    if (this.#form.querySelector("answer-autosave[data-unsaved]")) return;
    document.querySelector("[data-kept]")?.remove();
  }

  #retry(was) {
    this.#stayDirty(was);
    this.#say("failed", this.#form.dataset.failed);
    this.#later(RETRY_AFTER[Math.min(this.#tries++, RETRY_AFTER.length - 1)]);
  }

  /** The answer stays on the page; it is saved when the person comes back to it. */
  #signedOut(was) {
    this.#stayDirty(was);
    this.#say("failed", `${this.#form.dataset.signedOut} `);
    const link = document.createElement("a");
    link.href = this.#form.dataset.signInUrl;
    link.target = "_blank";
    link.textContent = this.#form.dataset.signIn;
    this.#status.append(link);
  }

  #stayDirty(was) {
    clearTimeout(this.#sayLater);
    this.#isDirty ||= was.isDirty;
    this.#isFlagDirty ||= was.isFlagDirty;
  }

  #say(state, text) {
    this.dataset.state = state;
    // The same words again would be read out again.
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }
}

customElements.define("answer-autosave", AnswerAutosave);
