/* The grid's clipboard: a block as Excel and WPS copy it (cells between tabs), in and out, and filling down. */
(function () {
  "use strict";

  var grid = window.grid;
  if (!grid) { return; }

  // As tasks/tsv.py reads it.
  var CELL = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/y;

  function parse(text) {
    var table = [[]], end = "\t", found;
    CELL.lastIndex = 0;
    while (CELL.lastIndex < text.length || end === "\t") {
      found = CELL.exec(text);
      end = found[3];
      table[table.length - 1].push(found[1] === undefined ? found[2] : unquoted(found[1]));
      if (end !== "\t" && end !== "") { table.push([]); }
    }
    return table[table.length - 1].length ? table : table.slice(0, -1);
  }

  function unquoted(text) {
    return /[\t\r\n"]/.test(text) ? text.replace(/""/g, '"').replace(/\r\n?/g, "\n") : '"' + text + '"';
  }

  function quoted(text) {
    return /[\t\r\n"]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  // ---- out ----
  function copied() {
    return grid.blockCells().map(function (line) {
      return line.map(function (cell) { return cell ? quoted(cell.value) : ""; }).join("\t");
    }).join("\r\n");
  }

  function isOurs(event) {
    var cell = event.target.closest && event.target.closest("[data-cell]");
    return cell && grid.current() && !grid.isEditing();
  }

  ["copy", "cut"].forEach(function (name) {
    grid.form.addEventListener(name, function (event) {
      if (!isOurs(event)) { return; }
      event.preventDefault();
      event.clipboardData.setData("text/plain", copied());
      if (name === "cut") { fill([[""]], false); }
    });
  });

  // ---- in ----
  // One value goes to the whole block; a rectangle goes where it begins, onto new tasks where rows run out.
  function fill(table, rest) {
    var goal = table.length === 1 && table[0].length === 1 ? spread(table[0][0]) : lay(table);
    if (!goal) { return; }
    grid.putAll(goal.pairs, goal.added);
    grid.tell("grid:leave");
    if (rest) { grid.say(said(table, goal)); }
  }

  function spread(value) {
    var pairs = [];
    grid.blockCells().forEach(function (line) {
      line.forEach(function (cell) { if (cell) { pairs.push([cell, value]); } });
    });
    return { pairs: pairs, added: [], dropped: 0 };
  }

  function lay(table) {
    var picked = grid.block(), column = picked.left, pairs = [], dropped = 0;
    var rows = grid.rows(), from = rows.indexOf(picked.rows[0]), missing = from + table.length - rows.length;
    if (missing > 0 && grid.isFull(missing)) { return null; }
    var added = missing > 0 ? grid.append(missing) : [];
    rows = rows.concat(added);
    table.forEach(function (line, n) {
      var row = rows[from + n];
      line.forEach(function (value, m) {
        var cell = grid.isAction(row) && column + m !== 1 ? null : grid.cellAt(row, column + m);
        if (cell) { pairs.push([cell, value.trim()]); } else if (value.trim()) { dropped += 1; }
      });
    });
    return { pairs: pairs, added: added, dropped: dropped };
  }

  function said(table, goal) {
    var words = "已填入" + table.length + "行、" + goal.pairs.length + "格";
    return goal.dropped ? words + "；有" + goal.dropped + "格超出表格的列或落在行动标题行，没有填入" : words;
  }

  grid.form.addEventListener("paste", function (event) {
    var text = event.clipboardData.getData("text/plain");
    var cell = event.target.closest("[data-cell]");
    if (!cell || (grid.isEditing() && text.indexOf("\t") < 0)) { return; }
    event.preventDefault();
    fill(parse(text), true);
  });

  // ---- down ----
  function fillDown() {
    var lines = grid.blockCells(), pairs = [], first = lines[0];
    if (lines.length === 1) {
      var above = grid.rowOf(grid.current()).previousElementSibling;
      if (!above || grid.isAction(above) || grid.isAction(grid.rowOf(grid.current()))) { return; }
      var left = grid.block().left;
      first = lines[0].map(function (cell, n) { return grid.cellAt(above, left + n); });
      lines = [first, lines[0]];
    }
    lines.slice(1).forEach(function (line) {
      line.forEach(function (cell, n) {
        if (cell && first[n] && !grid.isAction(grid.rowOf(cell))) { pairs.push([cell, first[n].value]); }
      });
    });
    grid.putAll(pairs);
    grid.say("已向下填充" + pairs.length + "格");
  }

  grid.form.addEventListener("keydown", function (event) {
    var control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === "d" && isOurs(event)) {
      event.preventDefault();
      fillDown();
    }
  });
})();
