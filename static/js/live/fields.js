// What a line says, apart from who said it, when, and how far it got: what a change changes, and what is compared.
const plain = (value) => value ?? null;
const list = (value) => JSON.stringify([...(value ?? [])].map((one) => String(one).toLowerCase()).sort());
const stances = (value) => JSON.stringify([...(value ?? [])].map(({ assumption, stance }) => `${assumption}:${stance}`).sort());

/** Each field, and how its value reads when two are compared. */
const READS = {
  text: (value) => (value ?? "").trim(),
  kind: plain,
  question: (value) => (value ? String(value) : null),
  themes: list,
  signals: stances,
  done: Boolean,
  removed: Boolean,
};
export const FIELDS = Object.keys(READS);

export const fieldsOf = (line) => Object.fromEntries(FIELDS.map((name) => [name, line[name]]));
export const agree = (name, one, other) => READS[name](one[name]) === READS[name](other[name]);
export const same = (one, other) => FIELDS.every((name) => agree(name, one, other));
