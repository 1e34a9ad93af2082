/* The grid of a draft: moving between cells by key, typing in them, taking back.

   The table is a form that works without this. What changes is told to the other grid_*.js by events of the form:
   grid:change (detail: row, structural) and grid:leave. window.grid is what they share. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-grid]");
  if (!form) { return; }
  var body = form.querySelector("tbody");
  var state = form.querySelector("[data-grid-state]");
  var back = form.querySelector("[data-grid-undo]");
  var TALLEST = 20;  // lines
  var LETTER = 13;   // pixels
  var editing = false;  // whether keys go to the text of the cell, or move between cells
  var before = "";      // what the cell said when it was entered
  var anchor = null;    // the selected block is what lies between these two cells
  var head = null;
  var undone = [];      // how to take back what was done to cells and rows, last first

  // ---- rows and cells ----
  function rows() { return Array.from(body.rows); }
  function rowOf(cell) { return cell.closest("tr"); }
  function isAction(row) { return row.getAttribute("data-grid-row") === "action"; }
  function cells(row) { return Array.from(row.querySelectorAll("[data-cell]")); }
  function columnOf(cell) { return isAction(rowOf(cell)) ? 1 : cells(rowOf(cell)).indexOf(cell); }
  function cellAt(row, column) { return isAction(row) ? cells(row)[0] : cells(row)[column]; }
  function current() { return head && body.contains(head) ? head : null; }
  function say(words) { state.textContent = words; }
  function tell(name, detail) { form.dispatchEvent(new CustomEvent(name, { detail: detail })); }

  function isNew(row) { return /:(~|$)/.test(row.querySelector("[name=row]").value); }
  function isBlank(row) {
    return cells(row).every(function (cell) { return cell.name === "number" || !cell.value.trim(); });
  }
  function isUnused(row) { return isNew(row) && isBlank(row); }
  // What the plan holds at its place is no longer its own.
  function renew(row) { row.querySelector("[name=row]").value = row.getAttribute("data-grid-row") + ":"; }

  function grow(cell) {
    while (cell.rows && cell.scrollHeight > cell.clientHeight + 2 && cell.rows < TALLEST) { cell.rows += 1; }
  }

  function changed(row, structural) {
    tell("grid:change", { row: row, structural: Boolean(structural) });
  }

  // Many cells at once: how high they must be is reckoned, for to measure each would lay the page out each time.
  function growAll(many) {
    var widths = {};
    many.forEach(function (cell) {
      var name = cell.getAttribute("data-cell");
      if (!widths[name]) { widths[name] = Math.max(Math.floor((cell.clientWidth - 16) / LETTER), 1); }
    });
    many.forEach(function (cell) {
      var lines = cell.value.split("\n").reduce(function (sum, part) {
        return sum + Math.max(Math.ceil(part.length / widths[cell.getAttribute("data-cell")]), 1);
      }, 0);
      if (cell.rows && cell.rows < lines) { cell.rows = Math.min(lines, TALLEST); }
    });
  }

  function put(cell, value) {
    if (cell.value === value) { return; }
    cell.value = value;
    changed(rowOf(cell), false);
  }

  // ---- taking back ----
  function remember(step) {
    undone.push(step);
    if (undone.length > 200) { undone.shift(); }
    back.disabled = false;
  }

  // Several cells at once, taken back at once with the rows that were added for them.
  function putAll(pairs, added) {
    var old = pairs.map(function (pair) { return [pair[0], pair[0].value]; });
    var fresh = Array.from(new Set(pairs.map(function (pair) { return rowOf(pair[0]); }))).filter(isUnused);
    remember(function () {
      old.forEach(function (pair) { if (body.contains(pair[0])) { put(pair[0], pair[1]); } });
      fresh.forEach(function (row) { if (body.contains(row)) { renew(row); changed(row, true); } });
      grid.takeAll(added || []);
    });
    pairs.forEach(function (pair) { put(pair[0], pair[1]); });
    growAll(pairs.map(function (pair) { return pair[0]; }));
  }

  function undo() {
    var step = undone.pop();
    back.disabled = undone.length === 0;
    if (step) { step(); say("已撤销"); } else { say("没有可以撤销的操作"); }
    tell("grid:leave");
  }

  // ---- the selected block ----
  function block() {
    var every = rows(), top = every.indexOf(rowOf(anchor)), bottom = every.indexOf(rowOf(head));
    var left = Math.min(columnOf(anchor), columnOf(head)), right = Math.max(columnOf(anchor), columnOf(head));
    return { rows: every.slice(Math.min(top, bottom), Math.max(top, bottom) + 1), left: left, right: right };
  }

  // The block as rows of cells; an action has one cell, which stands in the column of texts.
  function blockCells() {
    var picked = block();
    return picked.rows.map(function (row) {
      var line = [];
      for (var column = picked.left; column <= picked.right; column += 1) {
        line.push(isAction(row) && column !== 1 ? null : cellAt(row, column));
      }
      return line;
    });
  }

  function show() {
    body.querySelectorAll(".is-picked, .is-here").forEach(function (old) { old.classList.remove("is-picked", "is-here"); });
    if (!current()) { return; }
    rowOf(head).classList.add("is-here");
    rowOf(head).querySelector("[name=at]").checked = true;
    if (anchor === head) { return; }
    blockCells().forEach(function (line) {
      line.forEach(function (cell) { if (cell) { cell.closest("td").classList.add("is-picked"); } });
    });
  }

  function enter(cell) {
    var left = current() && rowOf(head) !== rowOf(cell);
    if (cell === head && anchor === head) { return; }
    anchor = head = cell;
    before = cell.value;
    editing = false;
    show();
    if (left) { tell("grid:leave"); }
  }

  function go(cell) {
    if (!cell) { return; }
    editing = false;  // also where one comes back to the cell that was typed in last
    cell.focus();
    cell.select();
    cell.scrollIntoView({ block: "nearest" });
  }

  function extend(cell) {
    if (!cell) { return; }
    head = cell;
    show();
    cell.scrollIntoView({ block: "nearest" });
  }

  // ---- where the keys lead ----
  function vertical(cell, step) {
    var next = rows()[rows().indexOf(rowOf(cell)) + step];
    return next && cellAt(next, columnOf(cell));
  }

  function sideways(cell, step) {
    var every = cells(rowOf(cell)), next = every[every.indexOf(cell) + step];
    if (next) { return next; }
    var row = rows()[rows().indexOf(rowOf(cell)) + step];
    return row && cells(row)[step > 0 ? 0 : cells(row).length - 1];
  }

  var ARROWS = {
    ArrowUp: function (cell) { return vertical(cell, -1); },
    ArrowDown: function (cell) { return vertical(cell, 1); },
    ArrowLeft: function (cell) { return cells(rowOf(cell))[cells(rowOf(cell)).indexOf(cell) - 1]; },
    ArrowRight: function (cell) { return cells(rowOf(cell))[cells(rowOf(cell)).indexOf(cell) + 1]; }
  };

  function breakLine(cell) {
    if (cell.tagName !== "TEXTAREA") { return; }
    cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function pressEnter(event, cell) {
    if (event.altKey) { breakLine(cell); return; }
    var next = vertical(cell, event.shiftKey ? -1 : 1);
    if (!next && !event.shiftKey) { next = cellAt(grid.insert("task", rowOf(cell)) || rowOf(cell), columnOf(cell)); }
    go(next);
  }

  function edit(cell) {
    editing = true;
    cell.setSelectionRange(cell.value.length, cell.value.length);
  }

  function restore(cell) {
    put(cell, before);
    editing = false;
    cell.select();
  }

  function clear() {
    var pairs = [];
    blockCells().forEach(function (line) { line.forEach(function (cell) { if (cell) { pairs.push([cell, ""]); } }); });
    putAll(pairs);
  }

  // Whether the key was one of ours.
  function press(event, cell) {
    var control = event.ctrlKey || event.metaKey, arrow = ARROWS[event.key];
    if (event.key === "Tab" && !control) {
      var next = sideways(cell, event.shiftKey ? -1 : 1);
      go(next);
      return Boolean(next);  // at either end Tab leaves the table
    }
    if (event.key === "Enter" && !control) { pressEnter(event, cell); return true; }
    if (event.key === "Escape") { restore(cell); return true; }
    if (event.key === "F2") { edit(cell); return true; }
    if (editing) { return false; }
    if (arrow && !control && !event.altKey) {
      if (event.shiftKey) { extend(arrow(head)); } else { go(arrow(cell)); }
      return true;
    }
    if (event.key === "Delete") { clear(); return true; }
    if (isUndo(event)) { undo(); return true; }
    return false;
  }

  function isUndo(event) { return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z"; }

  // Where nothing is typed, after a button or a click beside the table, the key means the table too.
  document.addEventListener("keydown", function (event) {
    var isTyped = event.target.closest("textarea, select, input:not([type=radio])");
    if (!isUndo(event) || isTyped || event.defaultPrevented) { return; }
    event.preventDefault();
    undo();
  });
  back.addEventListener("click", undo);

  form.addEventListener("keydown", function (event) {
    var cell = event.target.closest("[data-cell]");
    if (!cell || event.isComposing || event.keyCode === 229 || event.defaultPrevented) { return; }
    if (press(event, cell)) { event.preventDefault(); }
  });

  form.addEventListener("input", function (event) {
    var cell = event.target.closest("[data-cell]");
    if (!cell) { return; }
    if (!editing) {
      var old = before;
      remember(function () { if (body.contains(cell)) { put(cell, old); } });
    }
    editing = true;
    anchor = head = cell;
    grow(cell);
    show();
    changed(rowOf(cell), false);
  });

  body.addEventListener("focusin", function (event) {
    if (event.target.matches("[data-cell]")) { enter(event.target); }
  });
  form.addEventListener("focusout", function (event) {
    if (event.target.matches("[data-cell]") && !body.contains(event.relatedTarget)) { tell("grid:leave"); }
  });

  // A click anywhere in a cell is meant for what is typed there; the first column only chooses the row.
  function cellUnder(target) {
    var place = target.closest("td");
    return target.closest(".grid-menu") || !place ? null : place.querySelector("[data-cell]");
  }

  // A first click takes the cell, a second one puts the caret into its text; a pull takes a block.
  body.addEventListener("mousedown", function (event) {
    var cell = cellUnder(event.target);
    if (!cell || event.button) { return; }
    if (event.shiftKey && current()) { extend(cell); event.preventDefault(); return; }
    if (cell === document.activeElement) { editing = true; anchor = head = cell; show(); return; }
    go(cell);
    event.preventDefault();
  });
  body.addEventListener("mouseover", function (event) {
    var cell = cellUnder(event.target);
    if (cell && event.buttons === 1 && !editing && current()) { extend(cell); }
  });

  var grid = window.grid = {
    form: form, body: body, rows: rows, rowOf: rowOf, isAction: isAction, cells: cells, cellAt: cellAt, columnOf: columnOf,
    isNew: isNew, isUnused: isUnused, current: current, blockCells: blockCells, block: block,
    isEditing: function () { return editing; },
    changed: changed, putAll: putAll, remember: remember, go: go, growAll: growAll, say: say, tell: tell
  };
})();
