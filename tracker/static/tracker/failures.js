/* A part of a page that could not be fetched or saved: one sentence where messages stand, until it is closed or the
   same request works. */
(function () {
  "use strict";

  var BY_STATUS = {
    403: "登录状态已变化，请刷新页面，重新登录后再试。",
    404: "这一项已不在，请刷新页面。"
  };
  var silenced = ""; // the request that was closed: where it asks by itself every second, it is not said again

  function wordsFor(asked) {
    var what = asked.requestConfig.verb === "get" ? "没有读取成功" : "没有保存成功";
    return BY_STATUS[asked.xhr.status] || what + (asked.xhr.status ? "，请稍后再试。" : "，请在网络恢复后重试。");
  }

  function shown() {
    return document.querySelector("[data-failure]");
  }

  function say(words, path) {
    var area = document.getElementById("messages"), old = shown();
    area.classList.add("is-here");
    if (old && old.getAttribute("data-failure") === path && old.querySelector("span").textContent === words) { return; }
    if (old) { old.remove(); }
    var notice = document.getElementById("failure").content.firstElementChild.cloneNode(true);
    notice.setAttribute("data-failure", path);
    notice.querySelector("span").textContent = words;
    area.appendChild(notice);
  }

  function close() {
    document.getElementById("messages").classList.remove("is-here");
    shown().remove();
  }

  ["htmx:responseError", "htmx:sendError"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var path = event.detail.requestConfig.path;
      if (path === silenced && event.detail.elt.matches("[hx-trigger^=every]")) { return; }
      say(wordsFor(event.detail), path);
    });
  });

  document.addEventListener("htmx:afterRequest", function (event) {
    var path = event.detail.requestConfig.path;
    if (!event.detail.successful) { return; }
    if (silenced === path) { silenced = ""; }
    if (shown() && shown().getAttribute("data-failure") === path) { close(); }
  });

  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-failure-close]")) { return; }
    silenced = shown().getAttribute("data-failure");
    close();
  });
})();
