/** When the page that is open was stored on this device, in its own time; 0 for one that came from the server just now. */
export const storedAt = Number(document.body.dataset.stored ?? 0);
