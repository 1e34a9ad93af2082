/* The grid of a draft: moving between cells by key, typing in them, and rows put in, moved and taken out.

   The table is a form that works without this. What changes is told to the other grid_*.js by events of the form:
   grid:change (detail: row, structural) and grid:leave. window.grid is what they share. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-grid]");
  if (!form) { return; }
  var body = form.querySelector("tbody");
  var state = form.querySelector("[data-grid-state]");
  var MOST_ROWS = Number(form.getAttribute("data-max-rows"));
  var TALLEST = 20;
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

  function grow(cell) {
    while (cell.rows && cell.scrollHeight > cell.clientHeight + 2 && cell.rows < TALLEST) { cell.rows += 1; }
  }

  function changed(row, structural) {
    tell("grid:change", { row: row, structural: Boolean(structural) });
  }

  function put(cell, value) {
    if (cell.value === value) { return; }
    cell.value = value;
    grow(cell);
    changed(rowOf(cell), false);
  }

  // ---- taking back ----
  function remember(step) {
    undone.push(step);
    if (undone.length > 200) { undone.shift(); }
  }

  // Several cells at once, taken back at once with the rows that were added for them.
  function putAll(pairs, added) {
    var old = pairs.map(function (pair) { return [pair[0], pair[0].value]; });
    remember(function () {
      old.forEach(function (pair) { if (body.contains(pair[0])) { put(pair[0], pair[1]); } });
      (added || []).forEach(function (row) { if (body.contains(row)) { take(row); } });
    });
    pairs.forEach(function (pair) { put(pair[0], pair[1]); });
  }

  function undo() {
    var step = undone.pop();
    if (step) { step(); say("已撤销"); } else { say("没有可以撤销的操作"); }
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
    if (!next && !event.shiftKey) { next = cellAt(insert("task", rowOf(cell)) || rowOf(cell), columnOf(cell)); }
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
    if (control && event.key.toLowerCase() === "z") { undo(); return true; }
    return false;
  }

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

  // A first click takes the cell, a second one puts the caret into its text; a pull takes a block.
  body.addEventListener("mousedown", function (event) {
    var cell = event.target.closest("[data-cell]");
    if (!cell || event.button) { return; }
    if (event.shiftKey && current()) { extend(cell); event.preventDefault(); return; }
    if (cell === document.activeElement) { editing = true; anchor = head = cell; show(); return; }
    go(cell);
    event.preventDefault();
  });
  body.addEventListener("mouseover", function (event) {
    var cell = event.target.closest("[data-cell]");
    if (cell && event.buttons === 1 && !editing && current()) { extend(cell); }
  });

  // ---- rows put in, moved, taken out ----
  function number() {
    rows().forEach(function (row, n) {
      var shown = row.querySelector("[data-at]"), at = String(n + 1);
      if (shown.textContent !== at) { shown.textContent = row.querySelector("[name=at]").value = at; }
    });
  }

  function isFull(more) {
    if (rows().length + more <= MOST_ROWS) { return false; }
    say("表格最多填" + MOST_ROWS + "行，请减少行数，或把方案存为文件后导入。");
    return true;
  }

  function make(kind) {
    return document.getElementById("grid-" + kind).content.firstElementChild.cloneNode(true);
  }

  function take(row) {
    var next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    number();
    changed(row, true);
    return next;
  }

  // Behind a row (or at the end). A row that comes back is a new one: another may have its place by now.
  function place(row, after) {
    if (after && body.contains(after)) { after.after(row); } else { body.append(row); }
    number();
    changed(row, true);
  }

  function insert(kind, after, quietly) {
    if (isFull(1)) { return null; }
    var row = make(kind);
    place(row, after);
    if (quietly) { return row; }
    remember(function () { if (body.contains(row)) { go(cellAt(take(row), 1)); } });
    return row;
  }

  function remove(row) {
    var above = row.previousElementSibling, below = row.nextElementSibling;
    if (!above && isAction(row) && below && !isAction(below)) {
      say("第一个行动下面还有任务，不能删除；请改写它的标题。");
      return;
    }
    if (rows().length === 1) { say("表格至少要有一行。"); return; }
    var at = row.querySelector("[data-at]").textContent;
    go(cellAt(take(row), 1));
    remember(function () {
      row.querySelector("[name=row]").value = row.getAttribute("data-grid-row") + "-";
      if (above) { place(row, above); } else { body.prepend(row); number(); changed(row, true); }
      go(cellAt(row, 1));
    });
    say("已删除第" + at + "行，按 Ctrl+Z 恢复");
  }

  function move(row, step) {
    var other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) { return; }
    var first = step < 0 ? row : other, second = step < 0 ? other : row;
    if (!second.previousElementSibling && !isAction(first)) { say("第一行必须是行动标题。"); return; }
    second.before(first);
    number();
    changed(row, true);
    go(cellAt(row, head && rowOf(head) === row ? columnOf(head) : 1));
  }

  function renumber() {
    var pairs = [];
    rows().forEach(function (row) { if (!isAction(row)) { pairs.push([cells(row)[0], String(pairs.length + 1)]); } });
    putAll(pairs);
    tell("grid:leave");
    say("已按顺序重新编号");
  }

  var ACTS = {
    task: function (row) { go(cellAt(insert("task", row) || row, 1)); },
    action: function (row) { go(cellAt(insert("action", row) || row, 1)); },
    up: function (row) { move(row, -1); },
    down: function (row) { move(row, 1); },
    "delete": remove,
    renumber: renumber
  };

  form.addEventListener("click", function (event) {
    var button = event.target.closest("button[name=act]"), act = button && ACTS[button.value];
    if (!act) { return; }
    event.preventDefault();
    var chosen = form.querySelector("[name=at]:checked");
    act(chosen ? chosen.closest("tr") : body.lastElementChild);
  });

  window.grid = {
    form: form, body: body, rows: rows, rowOf: rowOf, isAction: isAction, cells: cells, cellAt: cellAt, columnOf: columnOf,
    current: current, blockCells: blockCells, block: block, putAll: putAll, insert: insert, isFull: isFull, say: say,
    isEditing: function () { return editing; }, grow: grow, tell: tell
  };
})();
