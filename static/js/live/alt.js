/** What a key with Alt means, in small letters; some keyboards make another sign of it. */
export function meant({ key, code }) {
  if (/^[a-z0-9]$/i.test(key)) return key.toLowerCase();
  return (/^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? "").toLowerCase();
}

/** Alt and nothing else, or with Shift. */
export const isAlt = ({ altKey, ctrlKey, metaKey, shiftKey }, shift = false) => altKey && !ctrlKey && !metaKey && shiftKey === shift;
