// Files are dropped anywhere on the panel, listed before they are sent, and taken out again. Without this script the
// browser's own control takes several files, and takes them by dropping as well.

function sizeWords(bytes) {
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${Math.max(1, Math.round(kilo))} kB` : `${(kilo / 1024).toFixed(1)} MB`;
}

function setUpDropArea(area) {
  const input = area.querySelector("input[type=file][data-drop]");
  const list = document.createElement("ul");
  list.className = "chosen-files";
  list.setAttribute("aria-live", "polite");
  input.after(list);
  let chosen = [];

  function put(files) {
    const sent = new DataTransfer();
    files.forEach((file) => sent.items.add(file));
    input.files = sent.files;
    show();
  }

  function item(file, twice) {
    const line = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = file.name;
    const about = document.createElement("span");
    about.className = "muted";
    about.textContent = sizeWords(file.size);
    line.append(name, " ", about);
    const trouble = twice ? area.dataset.wordsTwice : file.size > Number(area.dataset.limit) ? area.dataset.wordsLarge : "";
    if (trouble) {
      const said = document.createElement("strong");
      said.textContent = trouble;
      line.append(" ", said);
    }
    const out = document.createElement("button");
    out.type = "button";
    out.className = "button button-quiet button-small";
    out.textContent = area.dataset.wordsRemove;
    out.setAttribute("aria-label", `${area.dataset.wordsRemove}: ${file.name}`);
    out.addEventListener("click", () => {
      chosen = chosen.filter((one) => one !== file);
      put(chosen);
      input.focus();
    });
    line.append(" ", out);
    return line;
  }

  function show() {
    const seen = new Set();
    list.replaceChildren(...chosen.map((file) => {
      const key = `${file.name} ${file.size} ${file.lastModified}`;
      const twice = seen.has(key);
      seen.add(key);
      return item(file, twice);
    }));
  }

  input.addEventListener("change", () => {
    chosen = [...input.files];
    show();
  });
  for (const name of ["dragover", "dragenter"]) {
    area.addEventListener(name, (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      area.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    area.addEventListener(name, (event) => {
      if (name === "dragleave" && area.contains(event.relatedTarget)) return;
      area.classList.remove("is-over");
    });
  }
  area.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length || event.target.matches("input[type=file]:not([data-drop])")) return;
    event.preventDefault();
    chosen = [...chosen, ...event.dataTransfer.files];
    put(chosen);
  });
}

document.querySelectorAll("[data-drop-area]").forEach(setUpDropArea);
