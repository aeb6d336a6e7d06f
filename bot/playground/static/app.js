// The page: one stream of events in, one door for acts out, everything drawn from one state.

import { Composer } from "./composer.js";
import { byId, el, icon } from "./dom.js";
import * as drawer from "./drawer.js";
import { ask, openForm } from "./forms.js";
import { fillLog, place as placeMessage, sidebar } from "./view.js";
import { learn, t } from "./words.js";

const RETRIES = 4;
const TYPING_MS = 8000;
const FOLLOW_MS = 15000;
const NEAR_PX = 120;
const language = (new URLSearchParams(location.search).get("lang") ?? navigator.language).slice(0, 35);

const state = {
  me: "",
  place: "",
  workspace: "",
  people: [],
  rules: null,
  label: "",
  places: new Map(),
  messages: new Map(),
  seen: new Map(),
  acted: 0,
  of: (place) => [...state.messages.values()].filter((each) => each.place === place).sort((a, b) => a.id - b.id),
  unread: (place) => state.of(place).filter((each) => each.id > (state.seen.get(place) ?? 0) && each.author.id !== state.me).length,
};
let source = null;
let typingTimer = 0;

// ---- talking to the server

async function act(fields) {
  const body = { as: state.me, place: state.place, id: crypto.randomUUID(), language, ...fields };
  state.acted = Date.now();
  drawer.note("out", body.kind, body);
  const answer = await post("/act", body);
  drawer.note("in", "answer", answer);
  if (answer.error) notice(answer.error, true);
  else if (answer.notice && !answer.shown) notice(answer.notice, false);
  else notice("");
  if (answer.modal) openForm(answer.modal, state.people, (values) => submitForm(body.place, answer.modal.token, values));
  return answer;
}

async function submitForm(place, token, values) {
  const answer = await act({ kind: "modal", token, values, place });
  return answer.notice && !answer.shown ? { error: answer.notice } : answer;
}

// The same id on every try: whatever the network loses is sent again, whatever arrived twice is one act.
async function post(path, body) {
  for (let round = 0; round < RETRIES; round += 1) {
    try {
      const headers = { "Content-Type": "application/json" };
      const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
      const type = response.headers.get("Content-Type") ?? "";
      if (type.startsWith("application/json")) return await response.json();
      return { error: response.status >= 500 ? t("Something went wrong in the app. Your text is kept here.") : await response.text() };
    } catch {
      await new Promise((done) => setTimeout(done, 300 * 3 ** round));
    }
  }
  return { error: t("The playground does not answer. Your text is kept here; try again when it is back.") };
}

async function get(path, query) {
  const search = new URLSearchParams({ as: state.me, place: state.place, language, ...query });
  try {
    const response = await fetch(`${path}?${search}`);
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

// ---- the stream

const handlers = {
  init(body) {
    Object.assign(state, { me: body.me, workspace: body.workspace, people: body.people, label: body.label });
    state.places = new Map(body.places.map((each) => [each.id, each]));
    state.messages = new Map(body.messages.map((each) => [each.id, each]));
    sessionStorage.setItem("person", body.me);
    history.replaceState(null, "", `/#${body.me}`);
    for (const each of state.places.keys()) state.seen.set(each, lastSeen(each));
    handlers.rules(body.rules);
    drawPeople();
    const wanted = sessionStorage.getItem(`place-${state.me}`);
    const home = body.places.find((each) => each.kind === "channel") ?? body.places[0];
    go(state.places.has(wanted) ? wanted : home?.id, false);
  },
  place(body) {
    state.places.set(body.id, body);
    drawSide();
    if (body.id === state.place) drawRoom();
  },
  gone(body) {
    state.places.delete(body.id);
    if (body.id === state.place) go([...state.places.keys()][0], false);
    else drawSide();
  },
  message(body) {
    state.messages.set(body.id, body);
    if (body.author.id === "app" && body.place === state.place) showTyping(false);
    drawMessage(body);
  },
  remove(body) {
    state.messages.delete(body.id);
    byId("log").querySelector(`[data-id="${Number(body.id)}"]`)?.remove();
    drawSide();
  },
  typing(body) {
    if (body.place === state.place) showTyping(true);
  },
  goto(body) {
    if (state.places.has(body.place) && Date.now() - state.acted < FOLLOW_MS) go(body.place);
  },
  rules(body) {
    state.rules = body;
    const choices = body.choices.map((each) => el("option", { value: each.value, text: each.label }));
    byId("rules").replaceChildren(...choices);
    byId("rules").value = body.name;
    drawer.draw(body);
    drawRoom();
    loadPalette();
  },
  bye() {
    offline(t("The playground has stopped. This page goes on by itself when it is back."));
  },
};
handlers.private = handlers.message;
handlers.edit = handlers.message;

function listen(person) {
  source?.close();
  source = new EventSource(`/events?as=${encodeURIComponent(person)}`);
  source.onopen = () => offline("");
  source.onerror = () => {
    const closed = source.readyState === EventSource.CLOSED;
    offline(closed ? t("This page has lost its key. Open the address that the command printed.") : t("Connecting again…"));
  };
  for (const [kind, handle] of Object.entries(handlers)) {
    source.addEventListener(kind, (event) => {
      const body = JSON.parse(event.data);
      drawer.note("in", kind, body);
      handle(body);
    });
  }
}

// ---- drawing

const context = () => ({
  me: state.me,
  kind: state.places.get(state.place)?.kind,
  title: (id) => state.places.get(id)?.title,
  go,
  press: async (button, message) => {
    const sure = !button.confirm || (await ask(button.confirm, button.label, button.style === "danger"));
    if (sure) await act({ kind: "button", token: button.token, message: String(message.id), place: message.place });
  },
  edit: (message) => {
    const field = { name: "text", label: t("Message"), kind: "long_text", required: true, value: message.text, choices: [], hint: "", error: "" };
    const form = { title: t("Edit message"), submit: t("Save"), fields: [field] };
    openForm(form, [], ({ text }) => act({ kind: "edit", text, message: String(message.id), place: message.place }));
  },
  erase: async (message) => {
    if (await ask(t("This deletes your message for everybody."), t("Delete"), true)) {
      await act({ kind: "delete", message: String(message.id), place: message.place });
    }
  },
});

function drawPeople() {
  const options = state.people.map((each) => el("option", { value: each.id, text: `${each.name} · ${t(each.role)}` }));
  byId("person").replaceChildren(...options);
  byId("person").value = state.me;
}

function drawSide() {
  byId("side").replaceChildren(...sidebar(state, go));
  const total = [...state.places.keys()].filter((each) => each !== state.place).reduce((sum, each) => sum + state.unread(each), 0);
  const title = state.places.get(state.place)?.title ?? "Virtual Client";
  document.title = `${total ? `(${total}) ` : ""}${title} · ${t("Virtual Client playground")}`;
}

function drawRoom() {
  const room = state.places.get(state.place);
  if (!room) return;
  const thread = room.kind === "thread";
  byId("log").classList.toggle("thread", thread);
  byId("title").textContent = room.kind === "channel" ? `# ${room.title}` : room.title;
  byId("about").textContent = room.about || { dm: t("Only you and the app"), thread: t("Private interview"), channel: "" }[room.kind];
  byId("state").hidden = !thread;
  byId("vanish").hidden = !thread;
  byId("state").textContent = t(room.closed ? "closed" : "open");
  byId("state").classList.toggle("closed", room.closed);
  byId("engine").hidden = !state.label;
  byId("engine").textContent = state.label;
  const locked = room.closed && Boolean(state.rules?.locks_closed);
  byId("log").classList.toggle("locked-log", locked);
  byId("composer").hidden = locked;
  byId("hint").hidden = locked;
  byId("locked").hidden = !locked;
  byId("message").placeholder = t("Message {where}", { where: `${room.kind === "channel" ? "#" : ""}${room.title}` });
}

function drawMessage(message) {
  if (message.place === state.place) {
    const log = byId("log");
    const near = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
    placeMessage(log, message, context());
    if (near || message.author.id === state.me) toEnd();
    if (!document.hidden) markSeen();
  }
  drawSide();
}

function go(place, focus = true) {
  if (!place) return;
  state.place = place;
  sessionStorage.setItem(`place-${state.me}`, place);
  notice("");
  showTyping(false);
  drawRoom();
  fillLog(byId("log"), state.of(place), context());
  markSeen();
  drawSide();
  openSide(false);
  toEnd();
  loadPalette();
  if (focus) (byId("composer").hidden ? byId("log") : byId(composer.commandMode ? "command" : "message")).focus();
}

function toEnd() {
  const log = byId("log");
  log.scrollTop = log.scrollHeight;
}

function lastSeen(place) {
  const kept = sessionStorage.getItem(`seen-${state.me}-${place}`);
  return kept === null ? Math.max(0, ...state.of(place).map((each) => each.id)) : Number(kept);
}

function markSeen() {
  const last = Math.max(0, ...state.of(state.place).map((each) => each.id));
  state.seen.set(state.place, last);
  sessionStorage.setItem(`seen-${state.me}-${state.place}`, last);
}

function showTyping(on) {
  clearTimeout(typingTimer);
  byId("typing").hidden = !on;
  if (on) typingTimer = setTimeout(() => showTyping(false), TYPING_MS);
}

function notice(text, bad = false) {
  const close = el("button", { type: "button", class: "icon-button", "aria-label": t("Dismiss"), onclick: () => notice("") }, icon("close"));
  byId("notice").hidden = !text;
  byId("notice").classList.toggle("bad", bad);
  byId("notice").replaceChildren(...(text ? [el("span", { dir: "auto", text: t(text) }), close] : []));
}

function offline(text) {
  byId("offline").hidden = !text;
  byId("offline").textContent = text;
}

function openSide(open) {
  document.body.classList.toggle("side-open", open);
  byId("menu").setAttribute("aria-expanded", String(open));
}

async function loadPalette() {
  const place = state.place;
  if (!place) return;
  const answer = await get("/palette", {});
  if (place === state.place) composer.setCommands(answer.commands ?? []);
}

// ---- wiring

function become(person) {
  history.replaceState(null, "", `/#${person}`);
  state.place = "";
  listen(person);
}

const composer = new Composer({ act, get });
byId("menu").append(icon("menu"));
byId("drawer-toggle").append(icon("code"));
byId("attach").append(icon("clip"));
byId("send").append(icon("send"));
byId("locked").prepend(icon("lock"));
byId("vanish").append(icon("bin"));
byId("vanish").addEventListener("click", async () => {
  if (await ask(t("This deletes the thread from the platform, as a moderator could."), t("Delete thread"), true)) await act({ kind: "vanish" });
});
byId("menu").addEventListener("click", () => {
  openSide(!document.body.classList.contains("side-open"));
  byId("side").querySelector("[aria-current]")?.focus();
});
byId("drawer-toggle").addEventListener("click", () => drawer.toggle(state.rules));
byId("person").addEventListener("change", (event) => become(event.target.value));
byId("rules").addEventListener("change", async (event) => {
  const answer = await post("/rules", { rules: event.target.value });
  if (answer.error) notice(answer.error, true);
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden || !state.place) return;
  markSeen();
  drawSide();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("side-open")) {
    openSide(false);
    byId("menu").focus();
  }
});
await learn(language);
become(location.hash.slice(1) || sessionStorage.getItem("person") || "");
