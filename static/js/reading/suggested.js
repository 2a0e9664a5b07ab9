// Themes the server thinks fit the chosen words. It is told where they stand, not what they are.
const PATIENCE = 1500; // milliseconds; after that one chooses without

export async function suggestedFor(url, { first, start, last, end }) {
  const place = new URLSearchParams({ first: first.dataset.line, start, last: last.dataset.line, end });
  try {
    const answer = await fetch(`${url}?${place}`, { signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) return [];
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [...page.querySelectorAll("#suggested [data-theme]")].map((row) => row.dataset.theme);
  } catch {
    return [];
  }
}
