/* Review of an import: lines on the left, what was read from them on the right, and from doubt to doubt by key. */
(function () {
  "use strict";

  function linkReview(anchor, line, bringItem) {
    var pane = document.querySelector("[data-review-scroll]");
    var item = anchor && document.getElementById(anchor);
    var row = line && document.getElementById("line-" + line);
    document.querySelectorAll("[data-review] .is-linked").forEach(function (old) { old.classList.remove("is-linked", "is-at"); });
    if (item) { item.classList.add("is-linked"); }
    if (item && bringItem) { item.scrollIntoView({ block: "center" }); }
    if (!pane) { return; }  // a plan written here has no document
    pane.querySelectorAll("tr[data-item]").forEach(function (other) {
      if (anchor && other.getAttribute("data-item") === anchor) { other.classList.add("is-linked"); }
    });
    if (row) {
      row.classList.add("is-linked", "is-at");
      pane.scrollTop += row.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    }
  }

  var doubtAt = -1;
  function moveDoubt(step) {
    var doubts = document.querySelectorAll("[data-doubt]");
    if (!doubts.length) { return; }
    doubtAt = doubtAt < 0 && step < 0 ? doubts.length - 1 : (doubtAt + step + doubts.length) % doubts.length;
    showDoubt(doubts);
  }

  function showDoubt(doubts) {
    var doubt = doubts[doubtAt], list = doubt.parentNode;
    document.querySelector("[data-doubt-at]").textContent = doubt.querySelector("[data-doubt-words]").textContent;
    linkReview(doubt.getAttribute("data-item"), doubt.getAttribute("data-line"), true);
    doubt.classList.add("is-linked");
    document.querySelector("[data-doubt-settle]").disabled = !doubt.querySelector("button[name=remark]");
    document.querySelector("[data-doubt-edit]").disabled = !editorOf(doubt);
    list.scrollTop += doubt.getBoundingClientRect().top - list.getBoundingClientRect().top;
    doubt.focus({ preventScroll: true });
  }

  function settleDoubt() {
    var button = document.querySelector("[data-doubt].is-linked button[name=remark]");
    if (button) { button.click(); }
  }

  // What opens the form that a doubt is mended in: its item's, or that of its line where nothing was read from it.
  function editorOf(doubt) {
    var item = document.getElementById(doubt.getAttribute("data-item"));
    return item && item.querySelector("a[hx-get]") || doubt.querySelector("a[href^='lines/']");
  }

  function editDoubt() {
    var doubt = document.querySelector("[data-doubt].is-linked"), editor = doubt && editorOf(doubt);
    if (editor) { editor.click(); }
  }

  // After a tick the page comes back at the next doubt; after a correction at its item, with the lines that it was
  // read from beside it, and n goes on from there.
  document.addEventListener("DOMContentLoaded", function () {
    var doubts = Array.from(document.querySelectorAll("[data-doubt]")), here = window.location.hash.slice(1);
    var back = /^doubt-(\d+)$/.exec(here);
    doubtAt = doubts.findIndex(function (doubt) { return doubt.getAttribute("data-item") === here; }) - 1;
    var item = document.getElementById(here);
    if (item && item.matches(".review-item")) { linkReview(here, item.getAttribute("data-line"), false); }
    doubtAt = back ? Math.min(Number(back[1]), doubts.length) - 1 : Math.max(doubtAt, -1);
    if (back && doubts.length) { showDoubt(doubts); }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-doubt-settle]")) { settleDoubt(); }
    if (event.target.closest("[data-doubt-edit]")) { editDoubt(); }
    var button = event.target.closest("[data-doubt-step]");
    if (button) { moveDoubt(Number(button.getAttribute("data-doubt-step"))); }
  });

  // ---- a line's own form opens under the line; where there is no script, its number is a link to a page ----
  function closeLine() {
    document.querySelectorAll("[data-line-form]").forEach(function (row) { row.remove(); });
  }

  // Scrolls the document on until the form is whole in sight, but no further than that its line stays.
  function bringIn(row, form) {
    var pane = document.querySelector("[data-review-scroll]"), seen = pane.getBoundingClientRect();
    var hidden = form.getBoundingClientRect().bottom - Math.min(seen.bottom, window.innerHeight);
    pane.scrollTop += Math.max(0, Math.min(hidden, row.getBoundingClientRect().top - seen.top));
  }

  function openLine(number) {
    var row = document.getElementById("line-" + number);
    if (!row) { return; }
    closeLine();
    linkReview(row.getAttribute("data-item"), number, true);
    var place = document.createElement("tr"), cell = document.createElement("td");
    place.setAttribute("data-line-form", "");
    cell.colSpan = 2;
    place.appendChild(cell);
    row.after(place);
    window.htmx.ajax("GET", "lines/" + number + "/", { target: cell, swap: "innerHTML" }).then(function () {
      if (!cell.children.length) { closeLine(); return; }  // refused, which failures.js says
      bringIn(row, cell);
      var first = cell.querySelector("select");
      if (first) { first.focus({ preventScroll: true }); }
    }, closeLine);
  }

  // The link that opened a form held the focus and is gone: the form has it now.
  document.addEventListener("htmx:afterSettle", function (event) {
    var opened = event.target;
    if (!opened.closest("[data-review]") || opened.closest("[data-line-form]") || opened.contains(document.activeElement)) { return; }
    var first = opened.querySelector("form select, form input:not([type=hidden]), form textarea");
    if (first) { first.focus({ preventScroll: true }); }
  });

  // In the document, the arrows go from line to line; Enter opens the form of the line, Escape closes it.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && document.querySelector("[data-line-form]")) {
      closeLine();
      document.querySelector("[data-review-scroll]").focus();
      return;
    }
    if (!event.target.matches || !event.target.matches("[data-review-scroll]")) { return; }
    var step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    var now = event.target.querySelector("tr.is-at") || event.target.querySelector("tr.is-linked");
    if (event.key === "Enter" && now) { event.preventDefault(); openLine(now.id.slice(5)); }
    if (!step) { return; }
    event.preventDefault();
    var row = now ? now[step] : event.target.querySelector("tr");
    if (row && row.id) { linkReview(row.getAttribute("data-item"), row.id.slice(5), true); }
  });

  document.addEventListener("click", function (event) {
    var target = event.target, opener = target.closest("[data-review] a[href^='lines/']");
    if (target.closest("[data-line-close]")) { event.preventDefault(); closeLine(); return; }
    if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      openLine(opener.getAttribute("href").split("/")[1]);
      return;
    }
    if (!target.closest("[data-review]") || target.closest("form, button, input, select, textarea, summary, [data-line-form]")) { return; }
    var link = target.closest("a"), opened = target.closest("a[hx-get]") && target.closest(".review-item");
    if (opened) { linkReview(opened.id, opened.getAttribute("data-line"), false); }  // its lines beside its form
    if (link && !/^#(line|task|action|indicator)-/.test(link.getAttribute("href"))) { return; }
    var row = target.closest("tr[id]"), doubt = target.closest("[data-doubt]");
    var item = target.closest(".review-item");
    if (link) { event.preventDefault(); }
    if (row) { linkReview(row.getAttribute("data-item"), row.id.slice(5), true); }
    if (item) { linkReview(item.id, item.getAttribute("data-line"), false); }
    if (doubt) {
      doubtAt = Array.from(doubt.parentNode.children).indexOf(doubt);
      showDoubt(doubt.parentNode.children);
    } else if (link && !row && !item) { linkReview(link.hash.slice(1), null, true); }
  });
})();
