/* The grid's rows: put in, moved, taken out, numbered. */
(function () {
  "use strict";

  var grid = window.grid;
  if (!grid) { return; }
  var MOST_ROWS = Number(grid.form.getAttribute("data-max-rows"));

  function number() {
    grid.rows().forEach(function (row, n) {
      var shown = row.querySelector("[data-at]"), at = String(n + 1);
      if (shown.textContent !== at) { shown.textContent = row.querySelector("[name=at]").value = at; }
    });
  }

  function isFull(more) {
    if (grid.rows().length + more <= MOST_ROWS) { return false; }
    grid.say("表格最多填" + MOST_ROWS + "行，请减少行数，或把方案存为文件后导入。");
    return true;
  }

  function make(kind) {
    return document.getElementById("grid-" + kind).content.firstElementChild.cloneNode(true);
  }

  function take(row) {
    var next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    number();
    grid.changed(row, true);
    return next;
  }

  // Behind a row (or at the end). Of one that comes back the saving knows whether another has its place by now.
  function place(row, after) {
    if (after && grid.body.contains(after)) { after.after(row); } else { grid.body.append(row); }
    number();
    grid.changed(row, true);
  }

  // New tasks at the end, for what is pasted; whoever asks takes them back.
  function append(count) {
    var added = [], pieces = document.createDocumentFragment();
    while (added.length < count) { added.push(pieces.appendChild(make("task"))); }
    grid.body.append(pieces);
    number();
    if (count) { grid.changed(added[0], true); }
    return added;
  }

  function takeAll(many) {
    many.forEach(function (row) { row.remove(); });
    number();
    if (many.length) { grid.changed(many[0], true); }
  }

  function insert(kind, after) {
    if (isFull(1)) { return null; }
    var row = make(kind);
    place(row, after);
    grid.remember(function () { if (grid.body.contains(row)) { grid.go(grid.cellAt(take(row), 1)); } });
    return row;
  }

  function remove(row) {
    var above = row.previousElementSibling, below = row.nextElementSibling;
    if (!above && grid.isAction(row) && below && !grid.isAction(below)) {
      grid.say("第一个行动下面还有任务，不能删除；请改写它的标题。");
      return;
    }
    if (grid.rows().length === 1) { grid.say("表格至少要有一行。"); return; }
    var at = row.querySelector("[data-at]").textContent;
    grid.tell("grid:gone", row);  // first: to go to another row saves
    grid.go(grid.cellAt(take(row), 1));
    grid.remember(function () {
      if (above) { place(row, above); } else { grid.body.prepend(row); number(); grid.changed(row, true); }
      grid.go(grid.cellAt(row, 1));
    });
    grid.say("已删除第" + at + "行，点“撤销”或按 Ctrl+Z 恢复");
  }

  function move(row, step) {
    var other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) { return; }
    var first = step < 0 ? row : other, second = step < 0 ? other : row;
    if (!second.previousElementSibling && !grid.isAction(first)) { grid.say("第一行必须是行动标题。"); return; }
    var here = grid.current();
    second.before(first);
    number();
    grid.changed(row, true);
    grid.go(grid.cellAt(row, here && grid.rowOf(here) === row ? grid.columnOf(here) : 1));
  }

  function renumber() {
    var pairs = [];
    grid.rows().forEach(function (row) {
      if (!grid.isAction(row)) { pairs.push([grid.cells(row)[0], String(pairs.length + 1)]); }
    });
    grid.putAll(pairs);
    grid.say("已按顺序重新编号");
  }

  var ACTS = {
    task: function (row) { grid.go(grid.cellAt(insert("task", row) || row, 1)); },
    action: function (row) { grid.go(grid.cellAt(insert("action", row) || row, 1)); },
    up: function (row) { move(row, -1); },
    down: function (row) { move(row, 1); },
    "delete": remove,
    renumber: renumber
  };

  grid.form.addEventListener("click", function (event) {
    var button = event.target.closest("button[name=act]"), act = button && ACTS[button.value];
    if (!act) { return; }
    event.preventDefault();
    var chosen = grid.form.querySelector("[name=at]:checked");
    act(chosen ? chosen.closest("tr") : grid.body.lastElementChild);
    if (button.value !== "task" && button.value !== "action") { grid.tell("grid:leave"); }
  });

  grid.insert = insert;
  grid.append = append;
  grid.takeAll = takeAll;
  grid.isFull = isFull;
})();
