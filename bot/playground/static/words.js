// The page's own words in the reader's language; the server keeps them, English stands in the source.

const NAMED = ["aria-label", "placeholder"];
const words = new Map();

// Fetch the words, and put them where the page already shows English ones.
export async function learn(language) {
  try {
    const response = await fetch(`/words?${new URLSearchParams({ language })}`);
    if (!response.ok) return;
    const answer = await response.json();
    for (const [text, said] of Object.entries(answer.words)) words.set(text, said);
    document.documentElement.lang = answer.language;
  } catch {
    return;
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    node.data = node.data.replace(/\S(?:.*\S)?/s, (text) => t(text));
  }
  for (const name of NAMED) {
    for (const node of document.querySelectorAll(`[${name}]`)) node.setAttribute(name, t(node.getAttribute(name)));
  }
}

// The text as it is said here, with values in the place of their names in braces.
export function t(text, values = {}) {
  return (words.get(text) ?? text).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const tongue = () => document.documentElement.lang;
