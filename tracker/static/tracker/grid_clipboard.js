/* The grid's clipboard: a block as Excel and WPS copy it (cells between tabs), in and out, and filling down.

   What a copied block says the server reads: its cells, and what a head row calls the columns. */
(function () {
  "use strict";

  var grid = window.grid;
  if (!grid) { return; }

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
      if (name === "cut") { put(spread("")); }
    });
  });

  // ---- in ----
  var COLUMNS = ["number", "text", "lead", "responsible", "support", "deadline"];
  var NO_ANSWER = "没有粘贴成功，请检查网络后再粘贴一次";
  var SIGNED_OUT = "登录已过期，没有粘贴；请在新窗口登录后再粘贴一次";

  function put(goal) {
    grid.putAll(goal.pairs, goal.added);
    grid.tell("grid:leave");
  }

  // One value goes to the whole block.
  function spread(value) {
    var pairs = [];
    grid.blockCells().forEach(function (line) {
      line.forEach(function (cell) { if (cell) { pairs.push([cell, value]); } });
    });
    return { pairs: pairs, added: [], dropped: 0 };
  }

  function isOne(lines) { return lines.length === 1 && Object.keys(lines[0]).length === 1; }

  // A rectangle goes where it begins, onto new tasks where rows run out; to the end where the row it was to begin in is gone.
  function lay(lines, start) {
    var rows = grid.rows(), from = rows.indexOf(start) < 0 ? rows.length : rows.indexOf(start);
    var missing = from + lines.length - rows.length;
    if (missing > 0 && grid.isFull(missing)) { return null; }
    var added = missing > 0 ? grid.append(missing) : [], pairs = [], dropped = 0;
    rows = rows.concat(added);
    lines.forEach(function (line, n) {
      COLUMNS.forEach(function (name, column) {
        if (!(name in line)) { return; }
        var row = rows[from + n], cell = grid.isAction(row) && name !== "text" ? null : grid.cellAt(row, column);
        if (cell) { pairs.push([cell, line[name]]); } else if (line[name]) { dropped += 1; }
      });
    });
    return { pairs: pairs, added: added, dropped: dropped };
  }

  function told(said, goal) {
    var left = said.beyond + goal.dropped;
    var words = "已填入" + said.lines.length + "行、" + goal.pairs.length + "格";
    return words + (left ? "；有" + left + "格超出表格的列或落在行动标题行，没有填入" : "") + (said.notTaken ? "；" + said.notTaken : "");
  }

  function ask(text, start, first) {
    var data = new FormData();
    data.append("csrfmiddlewaretoken", grid.form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.append("act", "read");
    data.append("pasted", text);
    data.append("first", first);
    grid.say("正在粘贴");
    fetch(grid.form.getAttribute("action"), {
      method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual"
    }).then(function (response) {
      if (response.type === "opaqueredirect") { grid.say(SIGNED_OUT); return null; }
      return response.json();
    }).then(function (said) {
      if (!said) { return; }
      if (!said.lines) { grid.say(said.error || NO_ANSWER); return; }
      var goal = isOne(said.lines) ? spread(said.lines[0][first]) : lay(said.lines, start);
      if (goal) { put(goal); grid.say(told(said, goal)); }
    }).catch(function () { grid.say(NO_ANSWER); });
  }

  grid.form.addEventListener("paste", function (event) {
    var text = event.clipboardData.getData("text/plain");
    var cell = event.target.closest("[data-cell]");
    if (!cell || (grid.isEditing() && text.indexOf("\t") < 0)) { return; }
    event.preventDefault();
    var goal = /[\t\r\n]/.test(text.replace(/\r?\n$/, "")) ? null : spread(text.trim());
    if (!goal) { ask(text, grid.block().rows[0], COLUMNS[grid.block().left]); return; }
    put(goal);
    grid.say(told({ lines: [text], beyond: 0, notTaken: "" }, goal));
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
