// Draws the sidebar and the messages of one place.

import { avatar, clock, day, el, icon } from "./dom.js";
import { t, tongue } from "./words.js";

const GROUP_MS = 5 * 60 * 1000;

// ---- sidebar

export function sidebar(state, go) {
  const places = [...state.places.values()];
  const group = (title, kind) => {
    const list = el("ul");
    for (const place of places.filter((each) => each.kind === kind)) {
      list.append(placeItem(state, place, go));
      const threads = places.filter((each) => each.parent === place.id).reverse();
      for (const thread of threads) list.append(placeItem(state, thread, go));
    }
    return el("section", {}, el("h2", { text: title }), list);
  };
  return [
    el("p", { class: "workspace", text: state.workspace }),
    group(t("Class"), "channel"),
    group(t("Direct messages"), "dm"),
  ];
}

function placeItem(state, place, go) {
  const unread = place.id === state.place ? 0 : state.unread(place.id);
  const marks = { channel: "hash", dm: "chat", thread: "thread" };
  const button = el(
    "button",
    {
      type: "button",
      class: `place ${place.kind}${unread ? " unread" : ""}`,
      "aria-current": place.id === state.place ? "page" : null,
      onclick: () => go(place.id),
    },
    icon(marks[place.kind]),
    el("span", { class: "place-title", dir: "auto", title: place.title, text: place.title }),
  );
  if (place.kind === "thread") {
    const shape = place.closed ? "closed" : "open";
    const text = t(shape);
    button.append(el("span", { class: `dot ${shape}`, title: text }, el("span", { class: place.closed ? null : "unseen", text })));
  }
  if (unread) {
    button.append(el("span", { class: "count", text: unread > 99 ? "99+" : unread }, el("span", { class: "unseen", text: ` ${t("unread")}` })));
  }
  return el("li", {}, button);
}

// ---- the log

export function fillLog(log, messages, context) {
  log.setAttribute("aria-live", "off");
  log.replaceChildren();
  if (!messages.length) log.append(empty(context));
  for (const message of messages) place(log, message, context);
  requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
}

export function place(log, message, context) {
  log.querySelector(".empty")?.remove();
  const node = messageNode(message, context);
  const old = log.querySelector(`[data-id="${message.id}"]`);
  if (old) {
    node.classList.toggle("follows", old.classList.contains("follows"));
    old.replaceWith(node);
    return;
  }
  const before = [...log.querySelectorAll("[data-id]")].reverse().find((each) => Number(each.dataset.id) < message.id);
  if (!before || day(before.dataset.at) !== day(message.at)) {
    node.prepend(el("p", { class: "day" }, el("span", { text: day(message.at) })));
  } else if (before.dataset.who === node.dataset.who && Date.parse(message.at) - Date.parse(before.dataset.at) < GROUP_MS) {
    node.classList.add("follows");
  }
  if (before) before.after(node);
  else log.prepend(node);
}

function empty(context) {
  const texts = {
    dm: [t("Your private line to Virtual Client"), t("Type / to see what it can do here. Your practice interviews open as threads below this line.")],
    channel: [t("A quiet channel"), t("Announcements of your teachers appear here, with a Start button under each.")],
    thread: [t("The interview opens here"), t("Briefing first, then your client's first words.")],
  };
  const [title, text] = texts[context.kind] ?? texts.thread;
  return el("div", { class: "empty" }, icon("chat"), el("h2", { text: title }), el("p", { text }));
}

function messageNode(message, context) {
  const speech = message.blocks?.[0]?.kind === "speech" ? message.blocks[0] : null;
  const app = message.author.id === "app";
  const name = speech ? speech.speaker : message.author.name;
  const kind = speech ? "client" : app ? "app" : "person";
  const head = el(
    "p",
    { class: "who" },
    el("strong", { dir: "auto", text: name }),
    el("span", { class: `role ${kind}`, text: t(speech ? "Client" : message.author.role) }),
    clock(message.at),
    message.edited ? el("span", { class: "small", text: t("edited") }) : null,
  );
  const body = el("div", { class: "said" });
  if (message.private) body.append(el("p", { class: "only-you" }, icon("eye"), t("Only you can see this")));
  body.append(head, ...(app ? appParts(message, speech, context) : personParts(message)));
  if (!app && message.author.id === context.me) body.append(ownTools(message, context));
  return el(
    "article",
    {
      class: `message ${kind}${message.private ? " private" : ""}`,
      "data-id": message.id,
      "data-at": message.at,
      "data-who": `${name}${kind}${message.private}`,
      "aria-label": `${name}, ${t(speech ? "Client" : message.author.role)}`,
    },
    avatar(name, kind),
    body,
  );
}

function personParts(message) {
  const parts = message.text ? [el("p", { class: "text", dir: "auto", text: message.text })] : [];
  for (const name of message.attachments) {
    parts.push(el("p", { class: "file" }, icon("file"), el("span", { dir: "auto", text: name }), el("span", { class: "small", text: t("name only") })));
  }
  return parts;
}

function ownTools(message, context) {
  const tool = (label, shape, act) =>
    el("button", { type: "button", class: "icon-button", "aria-label": label, onclick: act }, icon(shape));
  return el("div", { class: "tools" }, tool(t("Edit message"), "pen", () => context.edit(message)), tool(t("Delete message"), "bin", () => context.erase(message)));
}

function appParts(message, speech, context) {
  const parts = message.blocks.map((block) => blockNode(block, block === speech));
  parts.push(...message.files.map((file) => fileNode(file, context)));
  const row = el("div", { class: "buttons" });
  if (message.goto && context.title(message.goto)) {
    row.append(el("button", { type: "button", class: "button primary", onclick: () => context.go(message.goto) }, icon("thread"), t("Open {place}", { place: context.title(message.goto) })));
  }
  for (const button of message.buttons) row.append(pressNode(button, message, context));
  if (row.childElementCount) parts.push(row);
  return parts;
}

function pressNode(button, message, context) {
  const node = el("button", { type: "button", class: `button ${button.style}`, text: button.label });
  node.addEventListener("click", async () => {
    if (node.disabled) return;
    node.disabled = true;
    node.setAttribute("aria-busy", "true");
    try {
      await context.press(button, message);
    } finally {
      node.disabled = false;
      node.removeAttribute("aria-busy");
    }
  });
  return node;
}

function blockNode(block, first) {
  switch (block.kind) {
    case "heading":
      return el("h2", { dir: "auto", text: block.text });
    case "note":
      return el("p", { class: "note", dir: "auto", text: block.text });
    case "speech":
      return speechNode(block, first);
    case "rows":
      return rowsNode(block);
    case "table":
      return tableNode(block);
    default:
      return el("div", { class: "prose" }, ...block.text.split(/\n{2,}/).map((text) => el("p", { dir: "auto", text })));
  }
}

function speechNode(block, first) {
  const parts = [];
  if (!first) parts.push(el("strong", { dir: "auto", text: block.speaker }));
  parts.push(el("p", { class: "text", dir: "auto", text: block.text }));
  if (block.label) parts.push(el("p", { class: "engine-label", text: block.label }));
  return el("div", { class: first ? "speech" : "speech quoted" }, ...parts);
}

function rowsNode(block) {
  const list = el("dl");
  for (const row of block.rows) {
    const shown = row.instant
      ? el("time", { datetime: row.instant, text: new Date(row.instant).toLocaleString(tongue(), { dateStyle: "medium", timeStyle: "short" }) })
      : row.value;
    list.append(el("div", {}, el("dt", { dir: "auto", text: row.name }), el("dd", { dir: "auto" }, shown)));
  }
  return list;
}

function tableNode(block) {
  const line = (cells, tag, scope) => el("tr", {}, ...cells.map((text) => el(tag, { scope, dir: "auto", text })));
  const table = el(
    "table",
    {},
    el("thead", {}, line(block.header, "th", "col")),
    el("tbody", {}, ...block.cells.map((cells) => line(cells, "td"))),
  );
  return el("div", { class: "table", role: "region", tabindex: "0", "aria-label": t("Table: {columns}", { columns: block.header.join(", ") }) }, table);
}

function fileNode(file, context) {
  const href = `/file/${encodeURIComponent(file.id)}?as=${encodeURIComponent(context.me)}`;
  const link = el("a", { class: "file", href, download: file.name }, icon("file"), el("span", { dir: "auto", text: file.name }), el("span", { class: "small", text: t("Download") }));
  if (!file.media_type.startsWith("image/")) return link;
  return el(
    "figure",
    {},
    el("img", { src: href, alt: file.description || file.name, loading: "lazy" }),
    el("figcaption", { dir: "auto" }, file.description, link),
  );
}
