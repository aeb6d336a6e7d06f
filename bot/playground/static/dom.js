// Nodes from values: text only ever becomes textContent, never markup.

import { t, tongue } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  code: "m9 8-4 4 4 4m6-8 4 4-4 4",
  hash: "M9.500 4.500 8 19.500m8-15-1.500 15M5 9.500h14.500M4.500 14.500H19",
  chat: "M5 6.500A1.500 1.500 0 0 1 6.500 5h11A1.500 1.500 0 0 1 19 6.500v8a1.500 1.500 0 0 1-1.500 1.500H11l-4 3.500V16h-.5A1.500 1.500 0 0 1 5 14.500z",
  thread: "M8 4v8.500A3.500 3.500 0 0 0 11.500 16H19m-3.500-3.500L19 16l-3.500 3.500",
  eye: "M3 12s3.300-6 9-6 9 6 9 6-3.300 6-9 6-9-6-9-6zm9 2.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  file: "M7 3.500h6.500L18 8v12.500H7zM13.500 3.500V8H18",
  clip: "m19 11.500-7.300 7.300a4.300 4.300 0 0 1-6.100-6.100l7.600-7.600a2.900 2.900 0 0 1 4.100 4.100l-7.600 7.600a1.400 1.400 0 0 1-2-2l6.900-6.900",
  send: "M5 12h13m-5.500-6 6 6-6 6",
  close: "m6.500 6.500 11 11m0-11-11 11",
  pen: "m5 19 .8-3.700L16.300 4.800a1.700 1.700 0 0 1 2.400 0l.5.5a1.700 1.700 0 0 1 0 2.400L8.700 18.200z",
  bin: "M5 7h14M10 7V4.500h4V7m-7 0 .8 12.500h8.400L17 7",
  lock: "M7 11V8.500a5 5 0 0 1 10 0V11M5.500 11h13v9h-13z",
  down: "M12 5v13m-5.500-5.500L12 18l5.500-5.500",
};
const TINTS = 6;

export const byId = (id) => document.getElementById(id);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function avatar(name, kind) {
  const letters = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word) && !/^Dr\.?$/.test(word));
  const shown = (letters[0]?.[0] ?? "?") + (letters.length > 1 ? letters.at(-1)[0] : "");
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  const tint = kind === "app" ? "app" : `t${sum % TINTS}`;
  const node = el("span", { class: `avatar ${tint} ${kind}`, "aria-hidden": "true" });
  if (kind === "app") node.append(icon("chat"));
  else node.textContent = shown.toUpperCase();
  return node;
}

export function clock(instant) {
  const date = new Date(instant);
  const shown = date.toLocaleTimeString(tongue(), { hour: "2-digit", minute: "2-digit" });
  return el("time", { datetime: instant, title: date.toLocaleString(tongue()), text: shown });
}

export function day(instant) {
  const date = new Date(instant);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(instant).setHours(0, 0, 0, 0)) / 864e5);
  if (days === 0) return t("Today");
  if (days === 1) return t("Yesterday");
  return date.toLocaleDateString(tongue(), { weekday: "long", day: "numeric", month: "long" });
}
