// A line in the outbox may be there in other words already: from this tab, from another one, or sent and never answered.
const words = ({ version, text, kind }) => ({ version, text, kind });
const same = (one, other) => one.text === other.text && one.kind === other.kind;

/** What stands in the outbox once `line` is kept where `found` is; null where neither was made of the other. */
export function beside(found, line) {
  if (!found) return line;
  const before = found.before ?? [];
  if (found.version === line.version || before.some(({ version }) => version === line.version)) return found;
  if (found.version !== line.over && !same(found, line)) return null;
  return { ...line, base: Math.max(line.base, found.base), before: [...before, words(found)] };
}

/** The line as one of its own. Made twice it has the same id. */
export function apart(line) {
  const id = line.version;
  return { ...line, id, url: line.url.replace(line.id, id), at: line.at + 1, base: 0, over: null };
}

/** Whether the words that stand on the server are this device's own, from an earlier try whose answer was lost. */
export const wasOurs = ({ before = [] }, standing) => !standing.removed && before.some((each) => same(each, standing));
