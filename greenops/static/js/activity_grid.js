// The grid of readings feels like a spreadsheet: arrows and Enter move, a pasted block fills cells, and what is typed is
// looked at by the server while it is typed. Without this script it is a form of cells with a button.

const WAIT_MS = 400;

function setUpGrid(form) {
  const status = form.querySelector("[data-grid-status]");
  const rows = [...form.querySelectorAll("tr[data-row]")];
  const cellsOf = (row) => [...row.querySelectorAll("input[data-month]")];
  const table = rows.map(cellsOf);
  const choices = [...form.querySelectorAll("tr[data-row] select")];
  const pasted = [];
  let sending = false;

  // What was read from the server last; a form that came back with errors still holds unsaved values.
  const seenIn = (row) => {
    const [unit, method, cells] = JSON.parse(row.querySelector("input[name$='-seen']").value);
    return { unit, method, texts: cells.map(([text]) => text) };
  };
  const seen = new Map(rows.map((row) => [row, seenIn(row)]));
  const isChanged = (row, place) => cellsOf(row)[place].value.trim() !== (seen.get(row).texts[place] ?? "");
  const rowChanged = (row) => {
    const [unit, method] = row.querySelectorAll("select");
    return unit.value !== seen.get(row).unit || method.value !== seen.get(row).method;
  };

  function showChanges() {
    let changed = 0;
    rows.forEach((row) => {
      cellsOf(row).forEach((cell, place) => {
        const differs = isChanged(row, place);
        cell.classList.toggle("is-changed", differs);
        changed += differs ? 1 : 0;
      });
      if (rowChanged(row)) changed += 1;
    });
    if (status) status.textContent = changed ? `${form.dataset.wordsUnsaved} ${changed}` : "";
    return changed;
  }

  const timers = new Map();
  function lookAt(row) {
    clearTimeout(timers.get(row));
    timers.set(row, setTimeout(() => ask(row), WAIT_MS));
  }

  async function ask(row) {
    const query = new URLSearchParams({ year: form.dataset.year });
    row.querySelectorAll("input, select").forEach((control) => {
      // The server is asked about one row, which is its first.
      if (!control.disabled) query.append(control.name.replace(/^r\d+-/, "r0-"), control.value);
    });
    const answer = await fetch(`${form.dataset.hints}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) say(row, await answer.json());
  }

  function say(row, said) {
    row.querySelector("[data-total]").textContent = said.total || "–";
    const names = new Map([...form.querySelectorAll("thead th[id]")].map((head) => [head.id, head.textContent]));
    const lines = [];
    cellsOf(row).forEach((cell) => {
      const { month } = cell.dataset;
      const box = cell.parentElement;
      const error = said.errors[month];
      const hint = said.hints[month];
      box.classList.toggle("has-error", Boolean(error));
      box.classList.toggle("has-hint", Boolean(hint) && !error);
      box.title = error ?? hint ?? "";
      if (error) cell.setAttribute("aria-invalid", "true");
      else cell.removeAttribute("aria-invalid");
      const name = names.get(`col-${month}`);
      const before = name && !row.closest(".grid-yearly") ? `${name}: ` : "";
      if (error ?? hint) lines.push([`${before}${error ?? hint}`, Boolean(error)]);
    });
    said.row.forEach((sentence) => lines.push([sentence, false]));
    const box = form.querySelector(`tr[data-said="${row.dataset.row}"]`);
    box.hidden = !lines.length;
    box.querySelector("ul").replaceChildren(...lines.map(([sentence, isError]) => {
      const line = document.createElement("li");
      line.textContent = sentence;
      line.className = isError ? "is-error" : "";
      return line;
    }));
  }

  function put(cell, text) {
    if (cell.value === text) return;
    cell.value = text;
    lookAt(cell.closest("tr"));
  }

  function placeOf(cell) {
    const down = table.findIndex((cells) => cells.includes(cell));
    return [down, table[down].indexOf(cell)];
  }

  function paste(event) {
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const [down, across] = placeOf(event.target);
    const before = [];
    let outside = 0;
    text.split("\n").forEach((line, below) => line.split("\t").forEach((value, beside) => {
      const cell = table[down + below]?.[across + beside];
      if (!cell || cell.disabled) {
        outside += value.trim() ? 1 : 0;
        return;
      }
      before.push([cell, cell.value]);
      put(cell, value.trim());
    }));
    pasted.push(before);
    showChanges();
    if (!status) return;
    status.textContent += ` · ${form.dataset.wordsPasted} ${before.length}`;
    if (outside) status.textContent += ` · ${form.dataset.wordsOutside} ${outside}`;
  }

  function move(event) {
    const cell = event.target;
    const [down, across] = placeOf(cell);
    const atStart = cell.selectionStart === 0 && (cell.selectionEnd === 0 || cell.selectionEnd === cell.value.length);
    const atEnd = cell.selectionEnd === cell.value.length && (cell.selectionStart === 0 || cell.selectionStart === cell.selectionEnd);
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [event.shiftKey ? -1 : 1, 0], ArrowLeft: atStart && [0, -1], ArrowRight: atEnd && [0, 1] }[event.key];
    if (step && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault(); // Enter must not send the form from the middle of it
      let next = table[down + step[0]]?.[across + step[1]];
      for (let far = 2; next?.disabled; far += 1) next = table[down + far * step[0]]?.[across + far * step[1]];
      next?.focus();
    } else if (event.key === "Escape") {
      put(cell, seen.get(cell.closest("tr")).texts[across] ?? "");
      showChanges();
    } else if (event.key === "z" && (event.ctrlKey || event.metaKey) && pasted.length) {
      event.preventDefault();
      pasted.pop().forEach(([was, text]) => put(was, text));
      showChanges();
    }
  }

  table.flat().forEach((cell) => {
    cell.addEventListener("keydown", move);
    cell.addEventListener("paste", paste);
    cell.addEventListener("focus", () => cell.select());
    cell.addEventListener("input", () => {
      showChanges();
      lookAt(cell.closest("tr"));
    });
  });
  choices.forEach((choice) => choice.addEventListener("change", () => {
    showChanges();
    lookAt(choice.closest("tr"));
  }));
  form.addEventListener("submit", () => { sending = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && showChanges()) event.preventDefault();
  });
  showChanges();
}

document.querySelectorAll("[data-activity-grid]").forEach(setUpGrid);
