/**
 * <redact-selection> puts a button under the text field inside that replaces what is
 * selected there by a marker, which comes as data-marker.
 *
 * Texts come as data-label and data-nothing. Without it the marker is typed by hand.
 */
class RedactSelection extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("textarea");
    if (!field || this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = this.dataset.label;
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    button.addEventListener("click", () => {
      const { selectionStart: start, selectionEnd: end } = field;
      const selected = field.value.slice(start, end);
      status.textContent = selected.trim() ? "" : this.dataset.nothing;
      if (!selected.trim()) return;
      // White space around the words stays.
      const before = selected.length - selected.trimStart().length;
      const after = selected.length - selected.trimEnd().length;
      field.focus();
      field.setRangeText(this.dataset.marker, start + before, end - after, "end");
    });
    this.append(button, status);
  }
}

customElements.define("redact-selection", RedactSelection);
