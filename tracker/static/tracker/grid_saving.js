/* The grid saves itself: rows that were left are sent with the revision they were made from.

   Only changed rows go, unless rows were put in, moved or taken out: then all go. What cannot be saved stays in its
   cell and is said beside it. A row that was taken out is told what it held, for it may come back. */
(function () {
  "use strict";

  var grid = window.grid;
  if (!grid) { return; }
  var form = grid.form;
  var state = form.querySelector("[data-grid-saved]");
  var NO_ANSWER = "没有保存成功，填写的内容还在页面上，请检查网络后再点“保存”";
  var KEPT = "填写的内容还在本页，可以先复制再刷新。";
  var SIGNED_OUT = "登录已过期，没有保存；请在新窗口登录后回到这里再点“保存”";
  var dirty = new Set(), gone = new Set(), structural = form.hasAttribute("data-pending"), busy = false, again = false, refused = false;

  form.addEventListener("grid:change", function (event) {
    if (event.detail.structural) { structural = true; } else { dirty.add(event.detail.row); }
  });

  form.addEventListener("grid:gone", function (event) { gone.add(event.detail); });

  function say(words, isRefused) {
    state.textContent = words;
    state.classList.toggle("is-refused", Boolean(isRefused));
  }
  function isPending() { return structural || dirty.size > 0; }

  // ---- what goes ----
  function add(data, row) {
    data.append("row", row.querySelector("[name=row]").value);
    grid.cells(row).forEach(function (cell) { data.append(cell.name, cell.value); });
  }

  // A new row that was typed in needs its place: then all rows go.
  function parcel() {
    var whole = structural || Array.from(dirty).some(grid.isNew);
    var sent = whole ? grid.rows() : grid.rows().filter(function (row) { return dirty.has(row); });
    var data = new FormData();
    ["csrfmiddlewaretoken", "revision"].forEach(function (name) {
      data.append(name, form.querySelector("[name=" + name + "]").value);
    });
    if (!whole) { data.append("part", "1"); }
    sent.forEach(function (row) { add(data, row); });
    var kept = sent.filter(function (row) { return !grid.isUnused(row); });
    var out = whole ? Array.from(gone).filter(function (row) { return !form.contains(row); }) : [];
    return { data: data, sent: sent, kept: kept, whole: whole, out: out };
  }

  function save() {
    if (busy) { again = true; return; }
    if (!isPending() || refused) { return; }
    var going = parcel();
    dirty = new Set();
    if (going.whole) { gone = new Set(); }
    structural = false;
    busy = true;
    say("正在保存");
    fetch(form.getAttribute("action"), {
      method: "POST", body: going.data, headers: { Accept: "application/json" }, redirect: "manual"
    }).then(answer).then(function (answered) {
      finish(going, answered);
    }, function () { finish(going, { status: 0, said: {} }); });
  }

  function answer(response) {
    var isJson = /json/.test(response.headers.get("Content-Type") || "");
    if (response.type === "opaqueredirect") { return { status: 401, said: {} }; }
    if (!isJson) { return { status: 0, said: {} }; }
    return response.json().then(function (said) { return { status: response.status, said: said }; });
  }

  // ---- what comes back ----
  function finish(going, answered) {
    busy = false;
    if (answered.status === 200) { saved(going, answered.said); } else { failed(going, answered); }
    if (again) { again = false; if (answered.status === 200) { save(); } }
  }

  function saved(going, said) {
    form.querySelector("[name=revision]").value = said.revision;
    var news = [];
    going.kept.forEach(function (row, n) { if (said.rows[n]) { receive(row, said.rows[n], news); } });
    going.out.forEach(function (row) {
      var place = row.querySelector("[name=row]");
      place.value = said.gone[place.value] || place.value;  // one that was never saved holds nothing
    });
    grid.growAll(news);
    say("已保存 " + said.saved);
  }

  function receive(row, said, news) {
    row.querySelector("[name=row]").value = said.row;
    if (dirty.has(row)) { return; }  // typed in again meanwhile
    grid.cells(row).forEach(function (cell) {
      var name = cell.getAttribute("data-cell");
      if (cell.value !== said.cells[name] && cell !== document.activeElement) {
        cell.value = said.cells[name];
        news.push(cell);
      }
      note(row, name, said.notes[name] || "", false);
    });
    var understood = row.querySelector("[data-understood]");
    if (understood) { understood.textContent = said.understood; }
  }

  function note(row, name, words, isWrong) {
    var place = row.querySelector('[data-note="' + name + '"]');
    place.textContent = words;
    place.closest("td").classList.toggle("is-wrong", isWrong);
  }

  function failed(going, answered) {
    going.sent.forEach(function (row) { if (form.contains(row)) { dirty.add(row); } });
    going.out.forEach(function (row) { gone.add(row); });
    structural = structural || going.whole;
    if (answered.status === 422) { say(pointOut(going, answered.said.errors), true); return; }
    refused = answered.status === 409;
    var words = answered.said.error || (answered.status === 401 ? SIGNED_OUT : NO_ANSWER);
    say(refused ? words + KEPT : words, true);
  }

  function pointOut(going, errors) {
    var first = "";
    errors.forEach(function (error) {
      var row = going.whole ? going.sent[error.at - 1] : going.sent.find(function (one) {
        return one.querySelector("[name=row]").value === error.row;
      });
      if (!row) { return; }
      note(row, error.cell, error.message, true);
      first = first || "第" + row.querySelector("[data-at]").textContent + "行：" + error.message;
    });
    return "还没有保存，" + first;
  }

  // ---- when ----
  form.addEventListener("grid:leave", save);
  form.addEventListener("submit", function (event) {
    if (event.submitter && event.submitter.value !== "save") {  // all rows go with the form, as without script
      dirty = new Set();
      structural = false;
      return;
    }
    event.preventDefault();
    if (isPending()) { save(); } else if (!busy) { say("没有需要保存的修改"); }
  });
  document.addEventListener("visibilitychange", function () { if (document.hidden) { save(); } });
  window.addEventListener("beforeunload", function (event) {
    if (!isPending() && !busy) { return; }
    event.preventDefault();
    event.returnValue = "";
  });
})();
