// Requests of the capture page, with the CSRF token as it is now: signing in again in another tab changes it.
import { uuid } from "./uuid.js";

export function token() {
  const cookie = document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

const ANSWER_WITHIN = 15000;

/** The answer, or null where there was none. Each act has a key: should anything send it twice, it is done once. */
export function post(url, fields = {}, redirect = "error") {
  const body = new URLSearchParams({ act: uuid(), ...fields });
  const signal = AbortSignal.timeout(ANSWER_WITHIN);
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token() }, redirect, signal }).catch(() => null);
}
