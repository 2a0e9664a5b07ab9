// Every line is in this device's own database before it is sent, and leaves it only on the server's word that it is
// saved. A line's id is made here, so sending it twice is saving it once.
const STORE = "lines";
const ANSWER_WITHIN = 8000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("throughline-outbox", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export class Outbox extends EventTarget {
  #database;
  #wait = FIRST_WAIT;
  #timer = 0;
  #draining = false;
  #again = false;

  constructor({ user, interview, lineUrl, token }) {
    super();
    Object.assign(this, { user, interview, lineUrl, token, sending: true });
  }

  async #do(mode, act) {
    this.#database ??= await open();
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(STORE, mode, { durability: "strict" });
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  /** Lines of this person and interview that the server hasn't confirmed, in the order they were typed. */
  async waiting() {
    const all = await this.#do("readonly", (store) => store.getAll());
    return all.filter((line) => line.user === this.user && line.interview === this.interview).sort((a, b) => a.at - b.at);
  }

  async keep(line) {
    await this.#do("readwrite", (store) => store.put({ ...line, user: this.user, interview: this.interview }));
    this.#tell("change");
    this.drain();
  }

  async drop(id) {
    await this.#do("readwrite", (store) => store.delete(id));
    this.#tell("change");
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Send what waits, one line after the other. Of several tabs one does it, the others leave it to that one. */
  async drain() {
    if (this.#draining) { this.#again = true; return; }
    this.#draining = true;
    clearTimeout(this.#timer);
    try {
      const send = () => this.#sendAll();
      await (navigator.locks ? navigator.locks.request(`throughline-${this.user}-${this.interview}`, send) : send());
    } finally {
      this.#draining = false;
      if (this.#again) { this.#again = false; this.drain(); }
    }
  }

  async #sendAll() {
    for (const line of await this.waiting()) {
      if (line.refused || line.conflict) continue;
      if (!(await this.#send(line))) { this.#later(); return; }
    }
    this.#wait = FIRST_WAIT;
    this.sending = true;
    this.#tell("change");
  }

  #later() {
    this.sending = false;
    this.#tell("change");
    this.#timer = setTimeout(() => this.drain(), this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  /** Whether the server has spoken on this line. Anything that isn't our own answer is silence. */
  async #send(line) {
    const asked = performance.now();
    let answer, said;
    try {
      answer = await fetch(this.lineUrl.replace("00000000-0000-0000-0000-000000000000", line.id), {
        method: "PUT",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ text: line.text, kind: line.kind, offset_ms: line.at, question: line.question, base: line.base }),
        redirect: "error",
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      said = await answer.json();
    } catch {
      return false;
    }
    if (said.id !== line.id) return false;
    const now = (await this.waiting()).find((other) => other.id === line.id);
    if (answer.ok && said.saved) {
      this.#wait = FIRST_WAIT;
      // Edited again while it was on its way: the newer words still wait, based on what is saved now.
      if (now && now.changed !== line.changed) {
        await this.#do("readwrite", (store) => store.put({ ...now, base: said.revision }));
        this.#again = true;
      } else {
        await this.#do("readwrite", (store) => store.delete(line.id));
      }
      this.#tell("saved", { line, revision: said.revision, elapsedMs: said.elapsed_ms, tripMs: performance.now() - asked });
      return true;
    }
    if (answer.status === 409 && said.conflict) {
      await this.#do("readwrite", (store) => store.put({ ...(now ?? line), conflict: said.standing }));
      this.#tell("conflict", { line, standing: said.standing });
      return true;
    }
    if (answer.status === 422 && said.refused) {
      await this.#do("readwrite", (store) => store.put({ ...(now ?? line), refused: said.refused }));
      this.#tell("refused", { line, why: said.refused });
      return true;
    }
    return false;
  }
}
