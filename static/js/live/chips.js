// What a line says besides its words, as chips behind them: themes and assumptions.
import { slug } from "./tokens.js";

const codes = new Map([...document.querySelectorAll("[data-assumption]")].map((item) => [Number(item.dataset.assumption), item.dataset.code]));

function chip(className, text) {
  return Object.assign(document.createElement("span"), { className, textContent: text });
}

/** The chips of a line, or null where it has none. */
export function chips({ themes = [], signals = [] }) {
  if (!themes.length && !signals.length) return null;
  const made = chip("chips", "");
  for (const name of themes) {
    const hash = chip("hash", `#${slug(name) || name}`);
    hash.dataset.theme = name;
    made.append(hash);
  }
  for (const { assumption, stance } of signals) made.append(chip(`sig ${stance}`, `${codes.get(assumption) ?? ""}${stance === "touches" ? "" : ` ${stance}`}`));
  return made;
}

/** Every theme in its own colour, once the study's themes are known. */
export function colour(themes) {
  const colours = new Map(themes.map((theme) => [theme.name.toLowerCase(), theme.colour]));
  for (const hash of document.querySelectorAll("[data-lines] [data-theme]")) {
    const found = colours.get(hash.dataset.theme.toLowerCase());
    if (hash.dataset.c === found) continue; // a row that is as it was isn't drawn and stored again
    if (found) hash.dataset.c = found;
    else delete hash.dataset.c;
  }
}

/** On the row and back: `12:for 13:against`. */
export function keepOn(node, { themes = [], signals = [] }) {
  if (themes.length) node.dataset.themes = JSON.stringify(themes);
  if (signals.length) node.dataset.signals = signals.map(({ assumption, stance }) => `${assumption}:${stance}`).join(" ");
}

export const themesOf = (node) => JSON.parse(node.dataset.themes ?? "[]");
export const signalsOf = (node) => (node.dataset.signals ?? "").split(" ").filter(Boolean).map((pair) => {
  const [assumption, stance] = pair.split(":");
  return { assumption: Number(assumption), stance };
});
