/**
 * <show-password> puts a button beside the password inside that shows what was typed.
 *
 * Texts come as data-show and data-hide. Without it the password stays hidden.
 */
class ShowPassword extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    if (!input || this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button-text";
    button.textContent = this.dataset.show;
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => {
      const isShown = input.type === "text";
      input.type = isShown ? "password" : "text";
      button.textContent = isShown ? this.dataset.show : this.dataset.hide;
    });
    // A shown password must not stay in the list of things once typed.
    input.form?.addEventListener("submit", () => (input.type = "password"));
    this.append(button);
  }
}

customElements.define("show-password", ShowPassword);
