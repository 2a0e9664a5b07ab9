/* Throughline for a typing bench that presses keys and waits for acknowledgements (its OURS_DRIVER):

    OURS_DRIVER=$PWD/bench/throughline_typing.mjs node typing.mjs --driver ours --db own

A room is a call; the server is the real one (uvicorn, one process), the database durable (fsync on). What is typed since the
last answer goes as one saved line: PUT, answered after the commit. A line that isn't ended yet is saved again with the next
keys, as an edit of the revision it stands at. That is more than the capture page does, which sends a line when Enter ends it:
here each key waits for the server, so that its time can be compared with an editor that sends every key.
Who listens holds the study's event stream open, fetches the changed lines at each ring and rests 100 ms, as the page does.
*/
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { openSync } from "node:fs";
import http from "node:http";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const HOUSE = dirname(dirname(fileURLToPath(import.meta.url)));
const PORT = Number(process.env.OURS_PORT ?? 9100);
const REST = 100; // as static/js/live/fresh.js
// The bench compares letter by letter; a saved line has no blanks at its ends, and its end is no letter.
const shown = (text) => text.replaceAll(" ", "·").replaceAll("\n", "¶");
const meant = (text) => text.replaceAll("·", " ").replaceAll("¶", "\n");

function ask({ method = "GET", path, cookie, token, body, agent }) {
  return new Promise((done, fail) => {
    const headers = { ...(cookie && { Cookie: cookie }), ...(token && { "X-CSRFToken": token }), ...(body && { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) }) };
    const request = http.request({ host: "127.0.0.1", port: PORT, method, path, headers, agent, timeout: 20000 }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString() }));
      answer.on("error", fail);
    });
    request.on("error", fail);
    request.on("timeout", () => request.destroy(new Error("timeout")));
    request.end(body);
  });
}

class Writer {
  text = "";
  #line = null; // id, revision, text, at
  #at = 0;
  #agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
  #stream = null;
  #seen = new Map(); // a line's id -> the last revision that was told
  #busy = false;
  #again = false;

  constructor(driver, interview) {
    Object.assign(this, { driver, place: `/studies/${driver.study}/interviews/${interview}` });
  }

  ask(path, more = {}) {
    const { cookie, token } = this.driver;
    return ask({ path: this.place + path, cookie, token, agent: this.#agent, ...more });
  }

  async type(text) {
    for (const piece of text.split(/(?<=\n)/)) {
      this.#line ??= { id: randomUUID(), revision: 0, text: "", at: (this.#at += 1000) };
      await this.#save(this.#line, piece);
      this.last = `${this.#line.id} ${this.#line.revision}`;
      if (piece.endsWith("\n")) this.#line = null;
    }
    return { n: text.length, rev: this.last };
  }

  async #save(line, more) {
    line.text += shown(more);
    const body = JSON.stringify({ text: line.text, kind: "note", offset_ms: line.at, question: null, base: line.revision, author: this.driver.user, themes: [], signals: [] });
    const answer = await this.ask(`/notes/${line.id}/`, { method: "PUT", body });
    const said = answer.status === 200 ? JSON.parse(answer.body) : {};
    if (said.saved !== true) throw new Error(`status ${answer.status}: ${answer.body.slice(0, 200)}`);
    line.revision = said.revision;
  }

  onRemote(told) {
    this.told = told;
    const headers = { Cookie: this.driver.cookie, Accept: "text/event-stream" };
    this.#stream = http.get({ host: "127.0.0.1", port: PORT, path: `/studies/${this.driver.study}/events?after=0`, headers, agent: false }, (answer) => {
      answer.on("data", (part) => { if (/^data: ?(note|resync)?/m.test(part.toString())) this.#look(); });
    });
    this.#stream.on("error", () => {});
  }

  async #look() {
    if (this.#busy) { this.#again = true; return; }
    this.#busy = true;
    this.#again = false;
    const answer = await this.ask(`/lines/?since=${encodeURIComponent(this.since ?? "")}`).catch(() => null);
    if (answer?.status === 200) {
      this.since = answer.headers["x-seen"];
      for (const [, id, revision] of answer.body.matchAll(/data-id="([^"]+)"[^>]*?data-revision="(\d+)"/g)) this.#tell(id, Number(revision));
    }
    setTimeout(() => { this.#busy = false; if (this.#again) this.#look(); }, REST);
  }

  /** A revision shows all that the ones before it had. */
  #tell(id, revision) {
    for (let each = (this.#seen.get(id) ?? 0) + 1; each <= revision; each++) this.told(`${id} ${each}`);
    this.#seen.set(id, Math.max(revision, this.#seen.get(id) ?? 0));
  }

  close() {
    this.#stream?.destroy();
    this.#agent.destroy();
  }
}

export class Driver {
  #rooms = new Map();
  #asked = [];

  async prepare() {
    this.house = spawn(`${HOUSE}/.venv/bin/python`, ["-W", "ignore", "-m", "bench.typing_house"], { cwd: HOUSE, stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.house.stdout }).on("line", (line) => this.#asked.shift()?.(JSON.parse(line)));
    const { env, python, study, user, cookie } = await new Promise((done) => this.#asked.push(done));
    Object.assign(this, { env, python, study, user, session: `${cookie[0]}=${cookie[1]}` });
  }

  version() { return `Throughline, one process, PostgreSQL with fsync on, node ${process.version} for the writers`; }

  #room(name) {
    if (!this.#rooms.has(name)) {
      this.#rooms.set(name, new Promise((done) => { this.#asked.push(({ interview }) => done(interview)); }));
      this.house.stdin.write(`${name}\n`);
    }
    return this.#rooms.get(name);
  }

  async start() {
    const log = openSync(process.env.OURS_LOG ?? "/dev/null", "a");
    const begun = performance.now();
    this.proc = spawn(this.python, ["-m", "uvicorn", "config.asgi:application", "--port", String(PORT), "--log-level", "warning"], {
      cwd: HOUSE, stdio: ["ignore", log, log], env: { ...process.env, ...this.env },
    });
    this.pid = this.proc.pid;
    this.gone = new Promise((done) => { this.proc.once("exit", done); });
    while (!(await ask({ path: "/healthy/" }).then(({ status }) => status === 200, () => false))) {
      if (this.proc.exitCode !== null || performance.now() - begun > 120000) throw new Error("The server didn't come up.");
      await new Promise((done) => { setTimeout(done, 10); });
    }
    return performance.now() - begun;
  }

  async stop() {
    if (!this.proc || this.proc.exitCode !== null || this.proc.signalCode) return;
    this.proc.kill("SIGTERM");
    const timer = setTimeout(() => this.proc.kill("SIGKILL"), 10000);
    await this.gone;
    clearTimeout(timer);
  }

  async kill9() {
    this.proc.kill("SIGKILL");
    await this.gone;
  }

  async connect(room) {
    const interview = await this.#room(room);
    const writer = new Writer(this, interview);
    if (!this.token) {
      const page = await ask({ path: `${writer.place}/live/`, cookie: this.session });
      this.token = /csrftoken=([^;]+)/.exec(page.headers["set-cookie"].join(";"))[1];
      this.cookie = `${this.session}; csrftoken=${this.token}`;
    }
    return writer;
  }

  async preload(room, length) {
    const writer = await this.connect(room);
    const line = "what the customer said about the thing that did not work for them last week. \n";
    for (let left = length; left > 0; left -= line.length) await writer.type(line);
    writer.close();
  }

  async stored(room) {
    const writer = await this.connect(room);
    const answer = await writer.ask("/lines/");
    writer.close();
    return [...answer.body.matchAll(/data-words>([^<]*)</g)].map(([, words]) => meant(words)).join("");
  }
}
