// Dialogs: forms with errors beside their fields, and questions before an act.

import { el, icon } from "./dom.js";
import { t } from "./words.js";

const MAX_FILE = 1_400_000;

export function ask(text, yes, danger) {
  return new Promise((done) => {
    const buttons = [
      el("button", { type: "button", class: "button", text: t("Cancel"), value: "", onclick: () => close("") }),
      el("button", { type: "submit", class: `button ${danger ? "danger" : "primary"}`, text: yes }),
    ];
    const form = el("form", {}, heading(t("Are you sure?")), el("p", { dir: "auto", text }), el("div", { class: "buttons end" }, ...buttons));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      close("yes");
    });
    const dialog = show(form);
    const close = (value) => dialog.close(value);
    dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true });
  });
}

// `submit(values)` answers {errors} or {error}, or nothing when all is well.
export function openForm(form, people, submit) {
  const fields = form.fields.map((field) => fieldNode(field, people));
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const send = el("button", { type: "submit", class: "button primary", text: form.submit });
  const cancel = el("button", { type: "button", class: "button", text: t("Cancel"), onclick: () => dialog.close("") });
  const body = el("form", { novalidate: true }, heading(form.title), ...fields.map((field) => field.node), problem, el("div", { class: "buttons end" }, cancel, send));
  const tell = (text) => {
    problem.hidden = !text;
    problem.textContent = text;
  };
  const showErrors = (errors) => {
    for (const field of fields) field.error(errors[field.name] ?? "");
    const wrong = fields.find((field) => errors[field.name]);
    wrong?.focus();
    const unknown = Object.entries(errors).filter(([name]) => !fields.some((field) => field.name === name));
    tell(unknown.map(([, text]) => text).join(" "));
  };
  body.addEventListener("submit", async (event) => {
    event.preventDefault();
    const missing = fields.filter((field) => field.required && field.blank());
    if (missing.length) {
      showErrors(Object.fromEntries(missing.map((field) => [field.name, t("Please fill this in.")])));
      return;
    }
    send.disabled = true;
    try {
      const values = Object.fromEntries(await Promise.all(fields.map(async (field) => [field.name, await field.value()])));
      const answer = await submit(values);
      if (answer.errors) showErrors(answer.errors);
      else if (answer.error) tell(answer.error);
      else dialog.close("done");
    } catch (error) {
      tell(error.message);
    } finally {
      send.disabled = false;
    }
  });
  const dialog = show(body);
  showErrors(Object.fromEntries(form.fields.filter((field) => field.error).map((field) => [field.name, field.error])));
}

function heading(title) {
  const close = el("button", { type: "button", class: "icon-button", "aria-label": t("Close"), onclick: (event) => event.currentTarget.closest("dialog").close("") }, icon("close"));
  return el("header", {}, el("h2", { id: "dialog-title", dir: "auto", text: title }), close);
}

function show(content) {
  document.querySelector("dialog[open]")?.close("");
  const dialog = el("dialog", { class: "dialog", "aria-labelledby": "dialog-title" }, content);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  content.querySelector("input, textarea, select, .buttons button")?.focus();
  return dialog;
}

// ---- one field: its node, its value, its error

function fieldNode(field, people) {
  const id = `field-${field.name.replace(/[^a-z0-9_-]/gi, "-")}`;
  const control = controlOf(field, id, people);
  const error = el("p", { class: "field-error", id: `${id}-error`, hidden: true });
  const hint = field.hint ? el("p", { class: "field-hint", id: `${id}-hint`, dir: "auto", text: field.hint }) : null;
  const described = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  const named = field.required ? field.label : t("{label} (optional)", { label: field.label });
  const parts = control.group
    ? [el("fieldset", { "aria-describedby": described }, el("legend", { dir: "auto", text: named }), hint, control.node)]
    : control.inline
      ? [el("label", { class: "check" }, control.input, el("span", { dir: "auto", text: field.label })), hint]
      : [el("label", { for: id, dir: "auto", text: named }), hint, control.node];
  if (!control.group) control.input.setAttribute("aria-describedby", described);
  return {
    name: field.name,
    required: field.required && field.kind !== "checkbox",
    node: el("div", { class: "field" }, ...parts, error),
    value: control.value,
    blank: control.blank,
    focus: () => control.input.focus(),
    error: (text) => {
      error.hidden = !text;
      error.textContent = text;
      control.input.setAttribute("aria-invalid", text ? "true" : "false");
    },
  };
}

function controlOf(field, id, people) {
  switch (field.kind) {
    case "checkbox": {
      const input = el("input", { type: "checkbox", id, checked: Boolean(field.value) });
      return { input, inline: true, value: () => input.checked, blank: () => false };
    }
    case "multi_select":
      return checks(field, id);
    case "select":
    case "member":
      return selection(field, id, people);
    case "file": {
      const input = el("input", { type: "file", id });
      return { input, node: input, value: () => dataUrl(input.files[0]), blank: () => !input.files.length };
    }
    default:
      return typed(field, id);
  }
}

function typed(field, id) {
  const types = { number: "number", date: "datetime-local" };
  const shape = { id, maxlength: field.max_length || null, dir: "auto" };
  const input = field.kind === "long_text" ? el("textarea", { ...shape, rows: 5 }) : el("input", { ...shape, type: types[field.kind] ?? "text" });
  const shown = field.value ?? "";
  input.value = field.kind === "date" ? String(shown).slice(0, 16) : shown;
  const value = () => (field.kind === "number" && /^-?\d{1,15}$/.test(input.value) ? Number(input.value) : input.value);
  return { input, node: input, value, blank: () => !input.value.trim() };
}

function selection(field, id, people) {
  const choices = field.kind === "member" ? people.map((person) => ({ value: person.id, label: `${person.name}, ${t(person.role)}` })) : field.choices;
  const input = el("select", { id }, el("option", { value: "", text: t("Choose…") }), ...choices.map((choice) => el("option", { value: choice.value, text: choice.label })));
  input.value = field.value ?? "";
  return { input, node: input, value: () => input.value, blank: () => !input.value };
}

function checks(field, id) {
  const chosen = new Set(field.value ?? []);
  const inputs = field.choices.map((choice, index) => el("input", { type: "checkbox", id: `${id}-${index}`, value: choice.value, checked: chosen.has(choice.value) }));
  const lines = field.choices.map((choice, index) => el("label", { class: "check" }, inputs[index], el("span", { dir: "auto", text: choice.label })));
  const picked = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const node = el("div", { class: "checks" }, ...lines);
  return { input: inputs[0] ?? el("input", { type: "checkbox" }), node, group: true, value: picked, blank: () => !picked().length };
}

function dataUrl(file) {
  if (!file) return "";
  if (file.size > MAX_FILE) throw new Error(t("This file is too large: at most 1.4 MB."));
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(new Error(t("This file cannot be read.")));
    reader.readAsDataURL(file);
  });
}
