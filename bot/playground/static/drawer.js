// The developer drawer: what went in and out for the person on this tab, and the rules in force.

import { byId, el } from "./dom.js";
import { t, tongue } from "./words.js";

const KEPT = 100;
const entries = [];

export function note(direction, name, body) {
  entries.unshift({ direction, name, body, at: new Date() });
  entries.length = Math.min(entries.length, KEPT);
  if (!byId("drawer").hidden) byId("traffic")?.prepend(entryNode(entries[0]));
}

export function toggle(rules) {
  const drawer = byId("drawer");
  drawer.hidden = !drawer.hidden;
  byId("drawer-toggle").setAttribute("aria-expanded", String(!drawer.hidden));
  if (!drawer.hidden) draw(rules);
}

export function draw(rules) {
  if (byId("drawer").hidden || !rules) return;
  const rows = Object.entries(rules.capabilities).map(([name, value]) =>
    el("tr", {}, el("th", { scope: "row", text: name }), el("td", { text: value === true ? t("yes") : value === false ? t("no") : value.toLocaleString(tongue()) })),
  );
  byId("drawer").replaceChildren(
    el("h2", { text: t("Capabilities: {rules}", { rules: rules.label }) }),
    el("table", {}, el("tbody", {}, ...rows)),
    el("h2", { text: t("Events") }),
    el("div", { id: "traffic" }, ...entries.map(entryNode)),
  );
}

function entryNode(entry) {
  const time = entry.at.toLocaleTimeString(tongue());
  return el(
    "details",
    {},
    el("summary", {}, el("span", { class: `way ${entry.direction}`, text: entry.direction }), ` ${entry.name} `, el("span", { class: "small", text: time })),
    el("pre", { tabindex: "0", text: JSON.stringify(entry.body, null, 1) }),
  );
}
