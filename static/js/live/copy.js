import { words } from "./clock.js";
import { slug } from "./tokens.js";

/** Lines as a text file in the downloads: what a person can read and paste, whatever became of the network. */
export function copy(lines, name) {
  const off = (line) => `${line.off_record ? "[off the record] " : ""}${line.removed ? "removed " : ""}`;
  const text = lines.map((line) => `${words(line.at)}  ${off(line)}${line.kind.replace("_", " ")}: ${[line.text, ...(line.themes ?? []).map((name) => `#${slug(name)}`)].join(" ")}`).join("\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain" }));
  link.download = `${name}-lines.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
