// Lines that the server has and the page stored on this device hasn't yet: it is stored again a few seconds later, see
// kept.js. A page that is opened without the network in between shows them from here.
import * as store from "./store.js";

const A_DAY = 24 * 60 * 60 * 1000;
const RECENT = "throughline-recent-";
const startOf = (user, interview) => `${RECENT}${user}-${interview}-`;

export function remember(line, revision) {
  return store.put("drafts", { key: startOf(line.user, line.interview) + line.id, line, revision, at: Date.now() }).catch(() => {});
}

/** [{ line, revision }] in no order. */
export async function recent(user, interview) {
  const all = await store.all("drafts").catch(() => []);
  return all.filter(({ key }) => key.startsWith(startOf(user, interview)));
}

export const forget = (user, interview, ids) => Promise.all(ids.map((id) => store.remove("drafts", startOf(user, interview) + id))).catch(() => {});

/** All of them, or those of everybody but one, and what is older than a day. */
export async function forgetRecent(but = null) {
  const all = await store.all("drafts").catch(() => []);
  const own = ({ key, at }) => but && key.startsWith(`${RECENT}${but}-`) && Math.abs(Date.now() - (at ?? 0)) < A_DAY;
  const gone = all.filter((one) => one.key.startsWith(RECENT) && !own(one));
  await Promise.all(gone.map(({ key }) => store.remove("drafts", key))).catch(() => {});
}
