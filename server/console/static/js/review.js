// The review by keyboard, by selection, and with one entry shown beside the list. Without this script the page works with
// its links and buttons alone.
const table = document.querySelector("table.review");
const selection = document.querySelector("#selection");
const sheet = document.querySelector("#sheet");
const content = document.querySelector("#sheet-content");

const links = () => [...document.querySelectorAll("table.review .row-link")];
const boxes = () => [...document.querySelectorAll("table.review input[name=entry]")];
const rowOf = (element) => element?.closest("tr");

if (table !== null) {
  followSelection();
  followSheet();
  followKeys();
}

function followSelection() {
  const all = document.querySelector("#select-all");
  const show = () => {
    const count = boxes().filter((box) => box.checked).length;
    if (selection === null) return;
    selection.classList.toggle("some", count > 0);
    selection.querySelector("[data-selected]").textContent = String(count);
    if (all !== null) {
      all.checked = count > 0 && count === boxes().length;
      all.indeterminate = count > 0 && !all.checked;
    }
  };
  table.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all.checked;
    show();
  });
  document.addEventListener("htmx:after:swap", show);
  show();
}

function followSheet() {
  document.addEventListener("htmx:after:swap", ({ detail }) => {
    if (detail.ctx.target !== content) return;
    if (!sheet.open) sheet.showModal();
    markShown();
    const wrong = content.querySelector("[aria-invalid=true]");
    (wrong ?? content.querySelector("h1")).focus();
    if (detail.ctx.request.method === "POST" && wrong === null) later(() => move(1));
  });
  sheet.addEventListener("close", () => {
    for (const row of table.querySelectorAll("tr.here")) row.classList.remove("here");
    shownLink()?.focus();
  });
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet || event.target.closest("[data-close]")) sheet.close();
    const step = event.target.closest("[data-step]");
    if (step !== null) move(Number(step.dataset.step));
  });
}

function followKeys() {
  const toggle = document.querySelector("#shortcuts-on");
  const key = "kierros.shortcuts";
  toggle.checked = localStorage.getItem(key) !== "off";
  toggle.addEventListener("change", () => localStorage.setItem(key, toggle.checked ? "on" : "off"));

  document.addEventListener("keydown", (event) => {
    const isWriting = event.target.closest("textarea, select, input:not([type=checkbox])") !== null;
    if (!toggle.checked || isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { j: () => move(1), k: () => move(-1), x: select, a: approve, r: sendBack }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}

/** Go to the next or previous entry: its row, or its sheet when the sheet is open. */
function move(step) {
  const all = links();
  const here = all.indexOf(sheet.open ? shownLink() : rowOf(document.activeElement)?.querySelector(".row-link"));
  const next = all[here === -1 ? 0 : here + step];
  if (next === undefined) return;
  if (sheet.open) next.click();
  else next.focus();
  rowOf(next).scrollIntoView({ block: "nearest" });
}

function select() {
  const row = sheet.open ? rowOf(shownLink()) : rowOf(document.activeElement);
  row?.querySelector("input[name=entry]")?.click();
}

function approve() {
  if (sheet.open) content.querySelector("[data-approve] button")?.click();
  else if (selectForDecision()) selection.requestSubmit(selection.querySelector("button:not([formaction])"));
}

function sendBack() {
  if (sheet.open) {
    const details = content.querySelector("[data-return]");
    if (details === null) return;
    details.open = true;
    details.querySelector("textarea").focus();
  } else if (selectForDecision()) selection.requestSubmit(selection.querySelector("button[formaction]"));
}

/** Whether there is something to decide: what is selected, or else the row that has the focus. */
function selectForDecision() {
  if (selection === null) return false;
  if (boxes().some((box) => box.checked)) return true;
  const box = rowOf(document.activeElement)?.querySelector("input[name=entry]");
  if (!box) return false;
  box.checked = true;
  return true;
}

function shownLink() {
  const shown = content.querySelector("[data-entry]")?.dataset.entry;
  return shown === undefined ? undefined : document.getElementById(`entry-${shown}`)?.querySelector(".row-link");
}

function markShown() {
  for (const row of table.querySelectorAll("tr.here")) row.classList.remove("here");
  rowOf(shownLink())?.classList.add("here");
}

/** After a moment in which the decision can be read. */
function later(act) {
  const shown = content.querySelector("[data-entry]")?.dataset.entry;
  setTimeout(() => {
    if (sheet.open && content.querySelector("[data-entry]")?.dataset.entry === shown) act();
  }, 700);
}
