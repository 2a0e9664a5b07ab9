// What this device remembers of a call's stretches off the record: times, no words.
const key = (user, interview) => `throughline-off-record-${user}-${interview}`;

export function remembered(user, interview) {
  try {
    return JSON.parse(localStorage.getItem(key(user, interview)) ?? "[]");
  } catch {
    return [];
  }
}

export function remember(user, interview, stretches) {
  try {
    localStorage.setItem(key(user, interview), JSON.stringify(stretches));
  } catch { /* this page still knows, and tells the server */ }
}

/** Overlapping stretches as one: [{ began, ended, by }], in order; the last may go on. */
export function joined(stretches) {
  const whole = [];
  for (const { began, ended, by } of stretches) {
    const last = whole.at(-1);
    if (last && (last.ended === null || last.ended >= began)) last.ended = last.ended === null || ended === null ? null : Math.max(last.ended, ended);
    else whole.push({ began, ended, by });
  }
  return whole;
}
