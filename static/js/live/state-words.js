const LEADS = { offline: "Offline", "signed-out": "Signed out", "no-access": "Not let in" };
export const lines = (n) => `${n} ${n === 1 ? "line" : "lines"}`;

/** Before what somebody has to see to: lines that are on their way meanwhile. Those behind it aren't. */
export const going = ({ waiting, behind }) => (waiting > behind ? `${waiting - behind} waiting, ` : "");

/** The four texts, from the tally of an outbox: [lead in bold, words]. A line is safe once the device's database has it. */
export function said({ waiting, writing = 0, stuck, torn = 0, behind = 0, unsafe, trouble, stored, shut }) {
  const safe = waiting - writing;
  if (unsafe) return ["Storage full", ` – ${lines(unsafe)} only on this page`];
  if (stored && !["signed-out", "no-access"].includes(trouble)) return ["Opened without the network", safe ? ` – ${lines(safe)} safe on this device` : ""];
  if (safe && trouble) return [LEADS[trouble], ` – ${lines(safe)} safe on this device`];
  if (shut && !waiting) return [LEADS[shut], ""];
  if (stuck && stuck === torn) return ["", `${going({ waiting, behind })}${lines(stuck)} changed by two.`];
  if (stuck) return ["", `${going({ waiting, behind })}${lines(stuck)} ${stuck === 1 ? "was" : "were"} refused.`];
  return ["", waiting ? `${waiting} waiting` : "All saved"];
}

