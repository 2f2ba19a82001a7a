/**
 * <print-page> puts a button here that prints the page; data-label is what it says.
 *
 * Without it the browser's own command does the same.
 */
class PrintPage extends HTMLElement {
  connectedCallback() {
    if (this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = this.dataset.look || "button button--quiet";
    button.textContent = this.dataset.label;
    button.addEventListener("click", () => window.print());
    this.append(button);
  }
}

customElements.define("print-page", PrintPage);
