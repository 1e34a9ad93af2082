/* The coverage of an upper plan: from one undecided task to the next by key; what is pressed decides on the best proposal. */
(function () {
  "use strict";

  var here = null; // the id of the task one is at
  var goesOn = false; // what was decided last was decided by key

  function undecided() {
    return Array.from(document.querySelectorAll("[data-coverage=undecided]"));
  }

  function current() {
    return here && document.getElementById(here);
  }

  function mark(item) {
    document.querySelectorAll(".coverage-item.is-linked").forEach(function (old) { old.classList.remove("is-linked"); });
    here = item ? item.id : null;
    document.querySelector("[data-coverage-at]").textContent = item ? item.getAttribute("data-words") : "没有待确认的任务了";
    document.querySelectorAll("[data-coverage-press]").forEach(function (button) {
      button.disabled = !item || !decider(item, button.getAttribute("data-coverage-press"));
    });
    if (item) { item.classList.add("is-linked"); }
  }

  function go(item) {
    mark(item);
    if (item) {
      item.scrollIntoView({ block: "center" });
      item.focus({ preventScroll: true });
    }
  }

  function decider(item, extent) {
    return item.querySelector('button[name=decision][value^="' + extent + '-"]');
  }

  // The next undecided one before or after where one is, round at the ends.
  function move(step) {
    var rows = undecided(), item = current();
    var ahead = rows.filter(function (row) {
      var side = step > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
      return !item || (item.compareDocumentPosition(row) & side);
    });
    var from = ahead.length ? ahead : rows;
    go(step > 0 ? from[0] : from[from.length - 1]);
  }

  document.addEventListener("click", function (event) {
    var step = event.target.closest("[data-coverage-step]"), act = event.target.closest("[data-coverage-press]");
    var item = event.target.closest(".coverage-item");
    if (step) { move(Number(step.getAttribute("data-coverage-step"))); }
    if (act && current()) {
      goesOn = true;
      decider(current(), act.getAttribute("data-coverage-press")).click();
    } else if (item && item.id !== here) {
      mark(item);
    }
  });

  // A task that was decided on comes back by itself. After a key the next one is at hand, or its own next proposal;
  // whoever works with the mouse stays.
  document.addEventListener("htmx:afterSettle", function (event) {
    var item = current();
    if (!item || event.detail.elt.id !== here) { return; }
    var field = item.querySelector("select[name=lower]");
    mark(item);
    if (goesOn && !item.querySelector("[role=alert]") && item.getAttribute("data-coverage") !== "undecided") {
      move(1);
    } else {
      (field || item).focus({ preventScroll: true });
    }
    goesOn = false;
  });

  document.addEventListener("htmx:afterRequest", function (event) {
    if (!event.detail.successful) { goesOn = false; }
  });
})();
