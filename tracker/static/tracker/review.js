/* Review of an import: lines on the left, what was read from them on the right, and from doubt to doubt by key. */
(function () {
  "use strict";

  function linkReview(anchor, line, bringItem) {
    var pane = document.querySelector("[data-review-scroll]");
    var item = anchor && document.getElementById(anchor);
    var row = line && document.getElementById("line-" + line);
    document.querySelectorAll("[data-review] .is-linked").forEach(function (old) { old.classList.remove("is-linked"); });
    if (item) { item.classList.add("is-linked"); }
    if (item && bringItem) { item.scrollIntoView({ block: "center" }); }
    if (!pane) { return; }  // a plan written here has no document
    pane.querySelectorAll("tr[data-item]").forEach(function (other) {
      if (anchor && other.getAttribute("data-item") === anchor) { other.classList.add("is-linked"); }
    });
    if (row) {
      row.classList.add("is-linked");
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
    list.scrollTop += doubt.getBoundingClientRect().top - list.getBoundingClientRect().top;
    doubt.focus({ preventScroll: true });
  }

  function settleDoubt() {
    var button = document.querySelector("[data-doubt].is-linked button[name=remark]");
    if (button) { button.click(); }
  }

  // After a tick the page comes back at the next doubt; after a correction, n goes on from where one was.
  document.addEventListener("DOMContentLoaded", function () {
    var doubts = Array.from(document.querySelectorAll("[data-doubt]")), here = window.location.hash.slice(1);
    var back = /^doubt-(\d+)$/.exec(here);
    doubtAt = doubts.findIndex(function (doubt) { return doubt.getAttribute("data-item") === here; }) - 1;
    doubtAt = back ? Math.min(Number(back[1]), doubts.length) - 1 : Math.max(doubtAt, -1);
    if (back && doubts.length) { showDoubt(doubts); }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-doubt-settle]")) { settleDoubt(); }
    var button = event.target.closest("[data-doubt-step]");
    if (button) { moveDoubt(Number(button.getAttribute("data-doubt-step"))); }
  });

  document.addEventListener("click", function (event) {
    var target = event.target;
    if (!target.closest("[data-review]") || target.closest("form, button, input, select, textarea, summary")) { return; }
    var link = target.closest("a");
    if (link && !/^#(line|task|action|indicator)-/.test(link.getAttribute("href"))) { return; }
    var row = target.closest("tr[data-item]"), doubt = target.closest("[data-doubt]");
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
