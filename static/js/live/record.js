// The record, put together: whether the call is on it, lines put off it or back, what is erased, consent that changes
// meanwhile, and the commands that speak of these.
import { toast } from "../toasts.js";
import { Commands } from "./commands.js";
import { Consent } from "./consent.js";
import { Erase } from "./erase.js";
import { count, hush, place } from "./hush.js";
import { assumptions } from "./listening.js";
import { OffRecord } from "./off-record.js";
import { OneLine } from "./one-line.js";
import * as stream from "./stream.js";

export class Record {
  /** `fetch(all)`: lines from the server again; `changed()`: something on the page has. */
  constructor({ ground, clock, outbox, composer, kept, script, lines, fetch, changed }) {
    Object.assign(this, { ground, composer, lines, changed });
    this.off = new OffRecord({ clock, ground });
    outbox.first = () => this.off.tell(); // or a line typed on the record again is taken for one that was off it
    this.consent = new Consent(ground);
    new Erase({ ground, outbox, composer, kept, changed });
    new OneLine({ ground, composer, off: this.off, keep: (line) => lines.change(line, line), changed });
    this.off.addEventListener("painted", ({ detail }) => this.heed(detail.turned));
    this.consent.addEventListener("turned", () => this.#turned(fetch));
    outbox.addEventListener("erased", ({ detail: { id, why } }) => { stream.remove(id); changed(); toast(why); });
    composer.commands = new Commands({
      script, assumptions, link: (assumption, stance) => this.#link(assumption, stance), stop: () => this.toggle(),
      end: () => document.querySelector("[data-finish]").requestSubmit(),
    });
  }

  toggle() {
    this.off.toggle();
  }

  /** The server is there: what it doesn't know is told, and what may have changed meanwhile asked. */
  heard() {
    this.consent.refresh();
    this.off.tell();
  }

  heed(turned) {
    this.composer.hush(this.off.off ? "Off the record. " : "");
    this.behold();
    if (turned) { stream.toEnd(); this.composer.focus(); }
  }

  /** The lines have changed. */
  behold() {
    place(this.off.stretches);
    count();
  }

  /** The call was off the record when the line was typed, and this page didn’t know yet. */
  hush(id) {
    const node = stream.row(id);
    if (node && !("offRecord" in node.dataset)) { hush(node); count(); }
  }

  #turned(fetch) {
    if (this.consent.withheld) for (const node of stream.rows().filter(({ classList }) => !classList.contains("unsaved"))) stream.remove(node.dataset.id);
    else fetch(true);
    this.changed();
    stream.toEnd();
  }

  /** The last line of one's own speaks for or against an assumption. */
  #link({ id, code }, stance) {
    const node = stream.neighbour(null, -1, this.ground.user);
    const line = node && stream.lineOf(node);
    if (!line?.text) { this.composer.say("There is no line of yours to link yet. Type the words after it, as in /for A4 and the words."); return; }
    this.lines.change(line, { signals: [...line.signals.filter(({ assumption }) => assumption !== id), { assumption: id, stance }] });
    this.composer.say(`${code} ${stance}: your last line.`);
  }
}
