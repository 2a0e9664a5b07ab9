/* On a page with `form[data-ask-before-leaving]`: whoever leaves it with something typed and not sent is asked first. */

const form = document.querySelector("form[data-ask-before-leaving]");
let typed = form.querySelector("[aria-invalid=true]") !== null; // refused just now: it stands here alone

form.addEventListener("input", () => { typed = true; });
form.addEventListener("submit", () => { typed = false; });
addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
