/**
 * <copy-text> puts a button below the text inside that copies it, and says that it did.
 *
 * Texts come as data-copy, data-done and data-failed. Without it the text can be marked
 * and copied like any other.
 */
class CopyText extends HTMLElement {
  connectedCallback() {
    const source = this.firstElementChild;
    if (!source || !navigator.clipboard || this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet no-print";
    button.textContent = this.dataset.copy;
    const status = document.createElement("p");
    status.className = "no-print";
    status.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent.trim());
        status.textContent = this.dataset.done;
      } catch {
        status.textContent = this.dataset.failed;
      }
    });
    this.append(button, status);
  }
}

customElements.define("copy-text", CopyText);
