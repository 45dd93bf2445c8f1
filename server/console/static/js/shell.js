// What every page does beyond plain HTML: tidy filters, a menu that closes, an honest sign when live figures stop.
document.documentElement.classList.add("scripted");

let isPointing = false;
document.addEventListener("pointerdown", () => (isPointing = true), true);
document.addEventListener("keydown", () => (isPointing = false), true);

for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  // Only after a click: with the keyboard, walking through a list's choices must not leave the page.
  form.addEventListener("change", (event) => {
    if (isPointing && event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}

for (const menu of document.querySelectorAll("details.account")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

const signOf = (event) => document.querySelector(event.target.dataset?.live ?? null);
document.addEventListener("htmx:error", (event) => signOf(event)?.classList.add("stale"));
document.addEventListener("htmx:response:error", (event) => signOf(event)?.classList.add("stale"));
document.addEventListener("htmx:after:swap", (event) => signOf(event)?.classList.remove("stale"));
