/* The grid's cells of units: while a name is typed, the names of the place that it may be. */
(function () {
  "use strict";

  var grid = window.grid;
  if (!grid) { return; }
  var MOST = 8;
  var names = Array.from(document.querySelectorAll("#unit-names option")).map(function (option) { return option.value; });
  var menu = null, owner = null;

  // The name that is being typed: from the last separator to the caret.
  function fragment(cell) {
    return /[^、，,；;\n]*$/.exec(cell.value.slice(0, cell.selectionStart))[0].trim();
  }

  function abbreviates(short, long) {
    var at = 0;
    return Array.from(short).every(function (char) {
      at = long.indexOf(char, at) + 1;
      return at > 0;
    });
  }

  function matches(typed) {
    var within = names.filter(function (name) { return name.indexOf(typed) >= 0; });
    var others = names.filter(function (name) { return within.indexOf(name) < 0 && abbreviates(typed, name); });
    return within.concat(others).slice(0, MOST);
  }

  function close() {
    if (menu) {
      menu.remove();
      owner.removeAttribute("aria-controls");
      owner.removeAttribute("aria-activedescendant");
    }
    menu = owner = null;
  }

  // The one that Enter takes; it is read aloud while the cell keeps the focus.
  function mark(option) {
    Array.from(menu.children).forEach(function (one) { one.setAttribute("aria-selected", String(one === option)); });
    owner.setAttribute("aria-activedescendant", option.id);
  }

  function open(cell, found) {
    close();
    owner = cell;
    menu = document.createElement("ul");
    menu.className = "grid-menu";
    menu.id = "unit-menu";
    menu.setAttribute("role", "listbox");
    found.forEach(function (name, n) {
      var option = menu.appendChild(document.createElement("li"));
      option.textContent = name;
      option.setAttribute("role", "option");
      option.id = "unit-menu-" + n;
    });
    cell.insertAdjacentElement("afterend", menu);
    cell.setAttribute("aria-controls", menu.id);
    mark(menu.firstElementChild);
  }

  function accept(option) {
    var cell = owner, end = cell.selectionStart, typed = fragment(cell);
    cell.setRangeText(option.textContent, end - typed.length, end, "end");
    close();
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  }

  function choose(step) {
    var options = Array.from(menu.children);
    var at = options.findIndex(function (option) { return option.getAttribute("aria-selected") === "true"; });
    mark(options[(at + step + options.length) % options.length]);
  }

  grid.form.addEventListener("input", function (event) {
    var cell = event.target;
    if (!cell.matches("[data-units]") || event.isComposing) { return; }
    var typed = fragment(cell), found = typed ? matches(typed) : [];
    if (found.length && !(found.length === 1 && found[0] === typed)) { open(cell, found); } else { close(); }
  });

  // Before the grid's own keys.
  grid.form.addEventListener("keydown", function (event) {
    if (!menu || event.isComposing || event.altKey) { return; }
    if (event.key === "ArrowDown") { choose(1); }
    else if (event.key === "ArrowUp") { choose(-1); }
    else if (event.key === "Enter" || event.key === "Tab") { accept(menu.querySelector("[aria-selected=true]")); }
    else if (event.key === "Escape") { close(); }
    else { return; }
    event.preventDefault();
    event.stopPropagation();
  }, true);

  grid.form.addEventListener("mousedown", function (event) {
    var option = event.target.closest(".grid-menu li");
    if (!option) { return; }
    event.preventDefault();
    accept(option);
  });
  grid.form.addEventListener("focusout", close);
})();
