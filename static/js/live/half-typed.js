// A line that was half-typed when its page was left: the call's page takes it up, and where nobody opens that again, as after a
// teammate ended the call, the pages around it offer it.
import { toast } from "../toasts.js";
import { short } from "./clock.js";
import { abandoned, letGoOf, putBack } from "./draft.js";
import { fieldsOf } from "./fields.js";
import { bare } from "./kinds.js";
import { Tokens } from "./tokens.js";
import { uuid } from "./uuid.js";

const box = document.querySelector("[data-half-typed]");
const list = box?.querySelector("ul");

export async function halfTyped(user, outbox) {
  const waiting = new Set((await outbox.waiting()).map(({ id }) => id));
  const drafts = (await abandoned(`throughline-draft-${user}-`)).filter(({ call }) => call);
  list.replaceChildren(...drafts.map((draft) => item(draft, linesOf(draft, waiting), outbox)).filter(Boolean));
  box.hidden = !list.children.length;
}

/** Those with words that are nowhere else. */
const linesOf = ({ line, aside = [] }, waiting) => [...aside, line].filter(({ id, value, editing }) => id && value.trim() && (editing ? value !== editing.value : !waiting.has(id)));

function item(draft, lines, outbox) {
  if (!lines.length) return null;
  const made = document.createElement("li");
  const words = document.createElement("span");
  words.textContent = `${draft.call.code} at ${lines.map(({ at, value }) => `${short(at)}: “${value.trim()}”`).join(", ")}`;
  const gone = () => { made.remove(); box.hidden = !list.children.length; };
  const add = async () => {
    gone();
    for (const line of lines) await outbox.keep(whole(line, draft.call));
    await letGoOf(draft);
  };
  const drop = async () => {
    gone();
    if (await letGoOf(draft)) toast("Let go.", { label: "Undo", act: async () => { await putBack(draft); list.append(made); box.hidden = false; } });
  };
  made.append(words, button("Add to the notes", "btn tiny", add), button("Let it go", "btn plain tiny", drop));
  return made;
}

function button(label, className, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className, textContent: label });
  made.addEventListener("click", act);
  return made;
}

/** As the call's page would have sent it. */
function whole({ id, at, kind, value, editing, off }, { interview, code, noteUrl, assumptions }) {
  const { words, ...tokens } = new Tokens(assumptions, () => []).parse(value, editing);
  const line = { ...editing, id, at, kind, text: bare(kind, words), ...tokens, off_record: Boolean(off || editing?.off_record) };
  return {
    ...line, base: editing?.base ?? 0, question: editing?.question ?? null, was: editing ? fieldsOf(editing) : undefined,
    over: editing?.version ?? null, version: uuid(), interview, code, url: noteUrl.replace("/ID/", `/${id}/`),
  };
}
