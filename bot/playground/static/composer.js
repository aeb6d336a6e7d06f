// The message box, and the command line with its palette that "/" turns it into.

import { byId, el } from "./dom.js";
import { t } from "./words.js";

const WAIT_MS = 120;

export class Composer {
  // `act(fields)` answers like the server; `get(path, query)` fetches JSON.
  constructor({ act, get }) {
    Object.assign(this, { act, get });
    this.commands = [];
    this.items = [];
    this.active = -1;
    this.round = 0;
    this.message = byId("message");
    this.command = byId("command");
    this.palette = byId("palette");
    this.message.addEventListener("input", () => this.typed());
    this.message.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        byId("composer").requestSubmit();
      }
    });
    this.command.addEventListener("input", () => this.suggest());
    this.command.addEventListener("keydown", (event) => this.key(event));
    this.command.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.command.addEventListener("focus", () => this.suggest());
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.command.hidden) this.send();
      else this.run();
    });
    byId("attach").addEventListener("click", () => byId("files").click());
    byId("files").addEventListener("change", () => this.attach());
  }

  get commandMode() {
    return !this.command.hidden;
  }

  setCommands(commands) {
    this.commands = commands;
    if (this.commandMode) this.suggest();
  }

  typed() {
    this.message.style.height = "auto";
    this.message.style.height = `${Math.min(this.message.scrollHeight, 220)}px`;
    if (/^\/(?!\/)[^\n]*$/.test(this.message.value)) this.swap(true, this.message.value);
  }

  swap(command, text) {
    this.command.hidden = !command;
    this.message.hidden = command;
    const now = command ? this.command : this.message;
    const other = command ? this.message : this.command;
    other.value = "";
    now.value = text;
    now.focus();
    now.setSelectionRange?.(text.length, text.length);
    if (command) this.suggest();
    else this.close();
  }

  clear() {
    if (this.commandMode) this.swap(false, "");
    else this.message.value = "";
    this.typed();
  }

  async send() {
    const text = this.message.value;
    if (!text.trim()) return;
    this.message.value = "";
    this.typed();
    const answer = await this.act({ kind: "say", text });
    if (answer.error || answer.notice) {
      this.message.value = text + (this.message.value ? `\n${this.message.value}` : "");
      this.typed();
    }
  }

  async attach() {
    const names = [...byId("files").files].map((file) => file.name.slice(0, 200));
    byId("files").value = "";
    if (!names.length) return;
    const text = this.commandMode ? "" : this.message.value;
    const answer = await this.act({ kind: "say", text, attachments: names });
    if (!answer.error && !answer.notice) this.clear();
  }

  async run() {
    const line = this.command.value;
    const { command, options } = this.parse(line);
    if (!command) return;
    this.clear();
    const answer = await this.act({ kind: "command", command, options });
    if (answer.error) this.swap(true, line);
  }

  // ---- reading the line

  known(line) {
    const text = line.slice(1).toLowerCase();
    return this.commands
      .filter(({ name }) => text === name || text.startsWith(`${name} `))
      .sort((one, other) => other.name.length - one.name.length)[0];
  }

  // `name:value` pairs; a value runs to the next known name; free text goes to the first text option.
  parse(line) {
    const found = this.known(line);
    if (!found) return { command: line.slice(1).trim().toLowerCase().split(/\s+/)[0], options: {}, parts: [] };
    const rest = line.slice(1 + found.name.length);
    const names = found.options.map((option) => option.name);
    const marks = names.length ? [...rest.matchAll(new RegExp(`(?:^|\\s)(${names.join("|")}):`, "g"))] : [];
    const options = {};
    const parts = marks.map((mark, index) => {
      const from = mark.index + mark[0].length;
      const raw = rest.slice(from, marks[index + 1]?.index ?? rest.length);
      options[mark[1]] = raw.trim().replace(/^["“](.*)["”]$/s, "$1");
      return { name: mark[1], raw, from: 1 + found.name.length + from };
    });
    const free = rest.slice(0, marks[0]?.index ?? rest.length).trim();
    const first = found.options.find((option) => option.kind === "text" || option.kind === "long_text") ?? found.options[0];
    if (free && first && !(first.name in options)) options[first.name] = free;
    return { command: found.name, options, parts, found };
  }

  // ---- the palette

  async suggest() {
    const line = this.command.value;
    if (!line.startsWith("/")) {
      this.swap(false, line);
      return;
    }
    const round = ++this.round;
    const { found, options, parts, command } = this.parse(line);
    if (!found || line === `/${found.name}`) {
      this.show(t("Commands"), this.commandItems(line), 0);
      return;
    }
    const last = parts.at(-1);
    const option = last && found.options.find((each) => each.name === last.name);
    if (option && (option.autocomplete || option.choices.length) && (last.raw === "" || !last.raw.endsWith(" "))) {
      const choices = await this.choicesFor(option, command, options, last.raw.trimStart(), round);
      if (choices === null) return;
      const items = choices.map((choice) => ({
        title: choice.label,
        about: "",
        line: `${line.slice(0, last.from)}${choice.value} `,
      }));
      this.show(t("Suggestions for {option}", { option: option.name }), items, 0);
      return;
    }
    const left = /\s$/.test(line) ? found.options.filter((each) => !(each.name in options)) : [];
    const items = left.map((each) => ({
      title: `${each.name}:`,
      about: each.required ? t("{about} (required)", { about: each.about }) : each.about,
      line: `${line}${each.name}:`,
    }));
    this.show(t("Options of {command}", { command: `/${found.name}` }), items, -1);
  }

  commandItems(line) {
    const typed = line.slice(1).toLowerCase();
    const fits = ({ name, about }) => name.startsWith(typed) || (typed.length > 2 && about.toLowerCase().includes(typed));
    return this.commands.filter(fits).map((command) => ({
      title: `/${command.name}`,
      about: command.about,
      line: `/${command.name} `,
      whole: `/${command.name}` === line && !command.options.some((option) => option.required),
    }));
  }

  async choicesFor(option, command, options, typed, round) {
    if (!option.autocomplete) {
      const wanted = typed.toLowerCase();
      return option.choices.filter((choice) => `${choice.label} ${choice.value}`.toLowerCase().includes(wanted));
    }
    await new Promise((done) => setTimeout(done, WAIT_MS));
    if (round !== this.round) return null;
    const query = { command, option: option.name, q: typed, options: JSON.stringify(options) };
    const answer = await this.get("/complete", query);
    return round === this.round ? answer.choices ?? [] : null;
  }

  show(label, items, active) {
    this.items = items;
    this.active = items.length ? active : -1;
    const list = el("ul", { id: "palette-list", role: "listbox", "aria-label": label });
    items.forEach((item, index) =>
      list.append(
        el(
          "li",
          { id: `item-${index}`, role: "option", "aria-selected": "false", onpointerdown: (event) => this.pick(event, index) },
          el("span", { class: "item-title", dir: "auto", text: item.title }),
          el("span", { class: "item-about", dir: "auto", text: item.about }),
        ),
      ),
    );
    this.palette.replaceChildren(el("p", { class: "palette-label", text: label, "aria-hidden": "true" }), list);
    this.palette.hidden = !items.length;
    this.command.setAttribute("aria-expanded", String(items.length > 0));
    this.command.setAttribute("aria-controls", items.length ? "palette-list" : "palette");
    this.mark();
  }

  mark() {
    this.palette.querySelectorAll("[role=option]").forEach((node, index) => {
      node.setAttribute("aria-selected", String(index === this.active));
      if (index === this.active) node.scrollIntoView({ block: "nearest" });
    });
    if (this.active < 0) this.command.removeAttribute("aria-activedescendant");
    else this.command.setAttribute("aria-activedescendant", `item-${this.active}`);
  }

  close() {
    this.round += 1;
    this.show(t("Commands"), [], -1);
  }

  pick(event, index) {
    event.preventDefault();
    this.command.value = this.items[index].line;
    this.command.focus();
    this.suggest();
  }

  key(event) {
    const open = this.items.length > 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step && open) {
      event.preventDefault();
      const from = this.active < 0 && step < 0 ? 0 : this.active;
      this.active = (from + step + this.items.length) % this.items.length;
      this.mark();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (open) this.close();
      else this.clear();
    } else if (open && this.active >= 0 && (event.key === "Tab" || event.key === "Enter")) {
      const item = this.items[this.active];
      if (event.key === "Enter" && item.whole) return;
      this.pick(event, this.active);
    }
  }
}
