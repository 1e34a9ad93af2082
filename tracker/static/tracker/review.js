/* Review of an import: lines on the left, what was read from them on the right, and from warning to warning by key. */
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

  var warningAt = -1;
  function moveWarning(step) {
    var warnings = document.querySelectorAll("[data-warning]");
    if (!warnings.length) { return; }
    warningAt = warningAt < 0 && step < 0 ? warnings.length - 1 : (warningAt + step + warnings.length) % warnings.length;
    showWarning(warnings);
  }

  function showWarning(warnings) {
    var warning = warnings[warningAt], list = warning.parentNode;
    document.querySelector("[data-warning-at]").textContent = warning.querySelector("[data-warning-words]").textContent;
    linkReview(warning.getAttribute("data-item"), warning.getAttribute("data-line"), true);
    warning.classList.add("is-linked");
    document.querySelector("[data-warning-tick]").disabled = !warning.querySelector("button[name=remark]");
    document.querySelector("[data-warning-edit]").disabled = !editorOf(warning);
    list.scrollTop += warning.getBoundingClientRect().top - list.getBoundingClientRect().top;
    warning.focus({ preventScroll: true });
  }

  function tickWarning() {
    var button = document.querySelector("[data-warning].is-linked button[name=remark]");
    if (button) { button.click(); }
  }

  // What opens the form that a warning is mended in: its item's, or that of its line where nothing was read from it.
  function editorOf(warning) {
    var item = document.getElementById(warning.getAttribute("data-item"));
    return item && item.querySelector("a[hx-get]") || warning.querySelector("a[href^='lines/']");
  }

  function editWarning() {
    var warning = document.querySelector("[data-warning].is-linked"), editor = warning && editorOf(warning);
    if (editor) { editor.click(); }
  }

  // After a tick the page comes back at the next warning; after a correction at its item, with the lines that it was
  // read from beside it, and n goes on from there.
  document.addEventListener("DOMContentLoaded", function () {
    var warnings = Array.from(document.querySelectorAll("[data-warning]")), here = window.location.hash.slice(1);
    var back = /^warning-(\d+)$/.exec(here);
    warningAt = warnings.findIndex(function (warning) { return warning.getAttribute("data-item") === here; }) - 1;
    var item = document.getElementById(here);
    if (item && item.matches(".review-item")) { linkReview(here, item.getAttribute("data-line"), false); }
    warningAt = back ? Math.min(Number(back[1]), warnings.length) - 1 : Math.max(warningAt, -1);
    if (back && warnings.length) { showWarning(warnings); }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-warning-tick]")) { tickWarning(); }
    if (event.target.closest("[data-warning-edit]")) { editWarning(); }
    var button = event.target.closest("[data-warning-step]");
    if (button) { moveWarning(Number(button.getAttribute("data-warning-step"))); }
  });

  // Whether a link leads to a line of the document or to an item beside it.
  function isWithin(link) {
    var goal = (link.getAttribute("href") || "").charAt(0) === "#" && document.getElementById(link.hash.slice(1));
    return Boolean(goal && goal.matches(".review-item, tr[data-item]"));
  }

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
    if (link && !isWithin(link)) { return; }
    var row = target.closest("tr[id]"), warning = target.closest("[data-warning]");
    var item = target.closest(".review-item");
    if (link) { event.preventDefault(); }
    if (row) { linkReview(row.getAttribute("data-item"), row.id.slice(5), true); }
    if (item) { linkReview(item.id, item.getAttribute("data-line"), false); }
    if (warning) {
      warningAt = Array.from(warning.parentNode.children).indexOf(warning);
      showWarning(warning.parentNode.children);
    } else if (link && !row && !item) { linkReview(link.hash.slice(1), null, true); }
  });
})();
