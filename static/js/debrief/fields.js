// What a form's fields hold, as plain text by name. Empty ones are left out, so that two states can be compared.
const WITHOUT = new Set(["csrfmiddlewaretoken", "seen"]);
const tidy = (text) => text.replace(/\r\n?/g, "\n").trim();

/** `served`: as the page came, before anybody typed. */
export function fieldsOf(form, served = false) {
  const fields = {};
  for (const control of form.elements) {
    const { name, type } = control;
    if (!name || WITHOUT.has(name) || type === "submit") continue;
    const on = type !== "radio" || (served ? control.defaultChecked : control.checked);
    const value = served && type !== "radio" ? control.defaultValue : control.value;
    if (on && tidy(value)) fields[name] = value;
  }
  return fields;
}

export function same(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => tidy(one[name] ?? "") === tidy(other[name] ?? ""));
}

/** Put them back; a line that is no longer offered isn't chosen. */
export function putFields(form, fields) {
  for (const control of form.elements) {
    const { name, type } = control;
    if (!name || WITHOUT.has(name) || type === "submit") continue;
    if (type === "radio") control.checked = control.value === (fields[name] ?? "");
    else control.value = fields[name] ?? "";
  }
}
