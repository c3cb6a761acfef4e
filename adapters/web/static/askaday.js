"use strict";
// Sorts whole tables where they stand; without this, the links in their heads do the same.
for (const table of document.querySelectorAll("table[data-whole]")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const value = (row, at) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim();
  const compare = (one, other) => {
    const [a, b] = [Number(one), Number(other)];
    return Number.isNaN(a) || Number.isNaN(b) ? one.localeCompare(other) : a - b;
  };
  heads.forEach((head, at) => head.querySelector("a")?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const numeric = head.classList.contains("number");
    const before = head.getAttribute("aria-sort");
    const down = before ? before === "ascending" : numeric;
    const empty = (row) => row.cells[at].dataset.value === "" || row.cells[at].textContent.trim() === "-";
    const rows = [...body.rows];
    rows.sort((one, other) => empty(one) - empty(other)
      || (empty(one) ? 0 : (down ? -1 : 1) * compare(value(one, at), value(other, at))));
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...rows);
  }));
}
