// Lines on their way into this device's database. localStorage takes a line in the moment it is finished, so a page that is
// left before the database has it loses nothing: whichever page of the same person comes next finds the line here.
const ALL = "throughline-going-";
const place = (user, id, version) => `${ALL}${user}-${id}-${version}`; // two tabs may change one line at once
const keys = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null; // closed, or damaged
  }
}

export function going(line) {
  try {
    localStorage.setItem(place(line.user, line.id, line.version), JSON.stringify(line));
    if (line.over) localStorage.removeItem(place(line.user, line.id, line.over)); // these words were made of those
  } catch { /* full or closed: the database may still take it */ }
}

/** The database has it, or the server. Without a version: whichever it is. */
export function gone({ user, id, version = null }) {
  try {
    for (const key of version === null ? keys(`${ALL}${user}-${id}-`) : [place(user, id, version)]) localStorage.removeItem(key);
  } catch { /* closed: nothing was put there */ }
}

export function left(user) {
  try {
    return keys(`${ALL}${user}-`).map(read).filter(Boolean);
  } catch {
    return [];
  }
}
