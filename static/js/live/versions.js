// A line in the outbox may be there in other words already: from this tab, from another one, or sent and never answered.
import { same } from "./fields.js";
import { heir } from "./reconcile.js";

/** What stands in the outbox once `line` is kept where `found` is; null where neither was made of the other. */
export function beside(found, line) {
  if (!found) return line;
  if ([found, ...(found.sent ?? [])].some(({ version }) => version === line.version)) return found;
  if (found.version === line.over || same(found, line)) return heir(found, { ...line, base: Math.max(line.base, found.base) });
  return line.removed ? found : null; // a removal of what reads otherwise by now: the words stay
}

/** The line as one of its own. Made twice it has the same id. */
export function apart(line) {
  const id = line.version;
  const own = { id, url: line.url.replace(line.id, id), at: line.at + 1, base: 0, over: null };
  return { ...line, ...own, was: undefined, sent: [], needs: null, back: null };
}
