/**
 * <error-summary> moves the focus to the list of problems when a form comes back.
 *
 * Without it the list stands at the top all the same, and the page's title says "Error".
 */
class ErrorSummary extends HTMLElement {
  connectedCallback() {
    this.querySelector("[tabindex]")?.focus();
  }
}

customElements.define("error-summary", ErrorSummary);
