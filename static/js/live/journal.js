// Lines on their way into this device's database. localStorage takes a line in the moment it is finished, so a page that is
// left before the database has it loses nothing: whichever page of the same person comes next finds the line here.
const ALL = "throughline-going-";
const place = (user, id) => `${ALL}${user}-${id}`;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null; // closed, or damaged
  }
}

export function going(line) {
  try {
    localStorage.setItem(place(line.user, line.id), JSON.stringify(line));
  } catch { /* full or closed: the database may still take it */ }
}

/** The database has it, or the server. Without a version: whichever it is. */
export function gone({ user, id, version = null }) {
  const key = place(user, id);
  const there = read(key);
  if (there && (version === null || there.version === version)) localStorage.removeItem(key);
}

export function left(user) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`${ALL}${user}-`)).map(read).filter(Boolean);
  } catch {
    return [];
  }
}
