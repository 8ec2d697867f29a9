// Small comforts on every page. Each works on markup that is complete without it.

const themes = ["system", "light", "dark"];

function showTheme(button, theme) {
  const words = { light: button.dataset.wordsLight, dark: button.dataset.wordsDark, system: button.dataset.wordsSystem }[theme];
  button.setAttribute("aria-label", words);
  button.title = words;
}

function setUpThemeSwitch(button) {
  const root = document.documentElement;
  showTheme(button, root.dataset.theme ?? "system");
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(root.dataset.theme ?? "system") + 1) % themes.length];
    if (next === "system") delete root.dataset.theme;
    else root.dataset.theme = next;
    try {
      localStorage.setItem("theme", next);
    } catch {
      // The choice then holds for this page alone.
      button.title = "";
    }
    showTheme(button, next);
  });
}

// A menu closes when something else is pressed, and on Escape, which gives the focus back.
function setUpMenu(menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// Forms marked data-guard ask before typed input is lost.
function setUpGuard(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// Choices marked data-send-on-change send their form at once; its button stays for those without a script.
function setUpSendOnChange(control) {
  control.addEventListener("change", () => control.form.requestSubmit());
}

document.querySelectorAll("[data-theme-switch]").forEach(setUpThemeSwitch);
document.querySelectorAll("[data-menu]").forEach(setUpMenu);
document.querySelectorAll("form[data-guard]").forEach(setUpGuard);
document.querySelectorAll("[data-send-on-change]").forEach(setUpSendOnChange);
document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
document.querySelector("[data-error-summary]")?.focus();
