// What went wrong with a passkey, in words, where allauth's own script would only write to the console.
import { toast } from "./toasts.js";

const REASONS = {
  NotAllowedError: "No passkey was used. Try again, or sign in another way.",
  InvalidStateError: "This key is in your account already.",
  SecurityError: "Passkeys work under a name such as localhost, not under a number like 127.0.0.1.",
};

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  toast(REASONS[event.detail.exception?.name] ?? "The passkey did not work here. Sign in another way.");
});
