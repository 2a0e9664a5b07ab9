// What this device holds of lines that are erased: in the outbox, and half-typed or on their way in the drafts of any tab.
import * as journal from "./journal.js";
import { forget, recent } from "./recent.js";
import * as store from "./store.js";

export const isErased = (line) => Boolean(line.off_record || line.off || line.editing?.off_record);

/** Lines of this interview off the record that wait for the server. */
export async function waitingOff(user, interview) {
  const lines = new Map([...journal.left(user), ...(await store.all("lines").catch(() => []))].map((line) => [line.id, line]));
  return [...lines.values()].filter((line) => line.user === user && line.interview === interview && line.off_record);
}

/** A draft without what is erased; null where nothing is left. */
function stripped({ line, aside = [], ...rest }) {
  const half = line && !isErased(line) ? line : null;
  const left = aside.filter((one) => !isErased(one));
  return half || left.length ? { ...rest, aside: left, ...(half ? { line: half } : {}) } : null;
}

/** Drafts of every tab, also of those that are gone, and lines that are there for the stored page. */
export async function wipeDrafts(user, interview) {
  const erased = (await recent(user, interview)).filter(({ line }) => isErased(line));
  await forget(user, interview, erased.map(({ line }) => line.id));
  const mine = `throughline-draft-${user}-${interview}-`;
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(mine))) {
    let left = null;
    try { left = stripped(JSON.parse(localStorage.getItem(key))); } catch { /* damaged: it goes */ }
    if (left) localStorage.setItem(key, JSON.stringify(left));
    else localStorage.removeItem(key);
  }
  for (const draft of await store.all("drafts").catch(() => [])) {
    if (!draft.key.startsWith(mine)) continue;
    const left = stripped(draft);
    await (left ? store.put("drafts", left) : store.remove("drafts", draft.key)).catch(() => {});
  }
}

/** Tells the other tabs of this person; `heard` is called when one of them tells. */
export function tabs(user, heard = () => {}) {
  if (!("BroadcastChannel" in self)) return () => {};
  const channel = new BroadcastChannel(`throughline-erased-${user}`);
  channel.onmessage = ({ data }) => heard(data);
  return (interview) => channel.postMessage(interview);
}
