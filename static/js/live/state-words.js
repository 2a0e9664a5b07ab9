const LEADS = { offline: "Offline", "signed-out": "Signed out", "no-access": "Not let in" };
const lines = (n) => `${n} ${n === 1 ? "line" : "lines"}`;

/** The four texts, from the tally of an outbox: [lead in bold, words]. */
export function said({ waiting, stuck, unsafe, trouble }) {
  if (unsafe) return ["Storage full", ` – ${lines(unsafe)} only on this page`];
  if (waiting && trouble) return [LEADS[trouble], ` – ${lines(waiting)} safe on this device`];
  if (stuck) return ["", `${lines(stuck)} ${stuck === 1 ? "was" : "were"} refused.`];
  return ["", waiting ? `${waiting} waiting` : "All saved"];
}

