// A line that was changed here and, since, on the server. Where each changed something else, both changes hold; where both
// changed the same, a person must choose.
import { FIELDS, agree, fieldsOf, same } from "./fields.js";

/** What a record that takes another's place in the outbox keeps of it: what it may have been answered for without hearing it,
 * and what all of it was based on. */
export function heir(old, fresh) {
  if (!old) return fresh;
  const { needs = old.needs, back = old.back } = fresh;
  const sent = [...(old.sent ?? []), { ...fieldsOf(old), version: old.version }];
  return { ...fresh, needs, back, sent, was: old.base === fresh.base ? old.was : fresh.was };
}

/** The record as it can be sent on top of what stands, or null where only a person can tell. */
export function reconcile(line, standing) {
  const on = (fields) => ({ ...line, ...fields, base: standing.revision, was: fieldsOf(standing), sent: [] });
  // It is our own earlier word that stands: it was saved, and the answer lost.
  if ((line.sent ?? []).some((sent) => same(sent, standing))) return on({});
  const { was } = line;
  if (!was) return null;
  if (Boolean(line.removed) !== Boolean(standing.removed) && !same(was, { ...standing, done: was.done })) return null;
  const both = {};
  for (const name of FIELDS) {
    if (agree(name, line, was)) both[name] = standing[name];
    else if (agree(name, standing, was) || agree(name, standing, line)) both[name] = line[name];
    else return null;
  }
  return on(both);
}
