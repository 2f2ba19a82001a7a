/**
 * <click-to-load> puts what another site shows in place of its button, after a click.
 *
 * data-url is shown in a frame with the title data-title. Without it the link inside leads
 * there. Nothing is asked of the other site before.
 */
class ClickToLoad extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => this.#load(button));
  }

  #load(button) {
    const frame = document.createElement("iframe");
    frame.className = "embed__frame";
    frame.title = this.dataset.title;
    frame.allow = "fullscreen; picture-in-picture";
    // The other site learns which site it is shown on, and not which lesson.
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation");
    frame.src = this.dataset.url;
    button.replaceWith(frame);
    frame.focus();
  }
}

customElements.define("click-to-load", ClickToLoad);
