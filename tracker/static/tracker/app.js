/* Comforts over pages that work without it: keys, whole rows as links, submit once, file lists, unsaved changes. */
(function () {
  "use strict";

  var MAX_FILE = 20 * 1024 * 1024;
  var MAX_TOTAL = 100 * 1024 * 1024;
  var root = document.documentElement;
  root.classList.add("has-js");

  function each(selector, act, within) {
    (within || document).querySelectorAll(selector).forEach(act);
  }

  // ---- rows: the whole row opens what its first link opens ----
  function rowLink(row) {
    return row.querySelector("a.row-link") || row.querySelector("a[href]");
  }

  function openRow(row, inNewTab) {
    var address = row.getAttribute("data-href");
    if (inNewTab) {
      window.open(address, "_blank", "noopener");
    } else {
      window.location.assign(address);
    }
  }

  document.addEventListener("click", function (event) {
    var row = event.target.closest("tr[data-href]");
    var isControl = event.target.closest("a, button, input, select, textarea, label, summary");
    if (row && !isControl && !String(window.getSelection())) {
      openRow(row, event.ctrlKey || event.metaKey);
    }
  });

  function moveRow(step) {
    var rows = Array.from(document.querySelectorAll("tr[data-href], [data-row]"));
    var here = rows.findIndex(function (row) { return row.contains(document.activeElement); });
    var next = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step];
    if (next) {
      (rowLink(next) || next).focus();
      next.scrollIntoView({ block: "nearest" });
    }
  }

  // ---- keys ----
  var askedFrom = null; // what had the focus when the help was opened, and has it again afterwards

  function toggleKeys(show) {
    var help = document.getElementById("keys");
    if (!help || show === !help.hidden) { return; }
    help.hidden = !help.hidden;
    if (help.hidden) {
      askedFrom.focus();
    } else {
      askedFrom = document.activeElement;
      help.focus();
    }
  }

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function press(key) {
    var control = document.querySelector('[data-key="' + key + '"]');
    if (!control) { return false; }
    control.focus();
    control.click();
    return true;
  }

  var ACTS = {
    "/": function () { var box = document.querySelector("[data-search]"); if (box) { box.focus(); box.select(); } },
    "j": function () { moveRow(1); },
    "k": function () { moveRow(-1); },
    "?": function () { toggleKeys(); }
  };

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      toggleKeys(false);
      each("details[data-menu][open], details.confirm[open]", function (menu) { menu.open = false; });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) { return; }
    if (ACTS[event.key]) {
      ACTS[event.key]();
      event.preventDefault();
    } else if (/^[aenprsx]$/.test(event.key) && press(event.key)) {
      event.preventDefault();
    }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-keys-toggle]")) { toggleKeys(); }
    each("details[data-menu][open]", function (menu) {
      if (!menu.contains(event.target) || event.target.closest("[data-keys-toggle]")) { menu.open = false; }
    });
  });

  // What is opened to be filled in is where one types next.
  document.addEventListener("toggle", function (event) {
    if (event.target.matches("details.confirm[open]")) {
      var field = event.target.querySelector("textarea, input:not([type=hidden]), button");
      if (field) { field.focus(); }
    }
  }, true);

  // ---- forms: sent once, and not left by accident ----
  var unsaved = new Set();

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute("data-unsaved")) { unsaved.add(form); }
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    unsaved.delete(form);
    if (form.method !== "post" || event.defaultPrevented) { return; }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    window.setTimeout(function () {
      each("button[type=submit]", function (button) { button.disabled = true; }, form);
    }, 0);
  });

  window.addEventListener("pageshow", function () {
    each("form[data-sent]", function (form) {
      delete form.dataset.sent;
      each("button[type=submit]", function (button) { button.disabled = false; }, form);
    });
  });

  window.addEventListener("beforeunload", function (event) {
    if (unsaved.size) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  // ---- a filter is applied as soon as a choice is made ----
  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute("data-autosubmit") && event.target.type !== "search") { form.requestSubmit(); }
  });

  // Fields left empty do not clutter the address.
  document.addEventListener("formdata", function (event) {
    if (event.target.method !== "get") { return; }
    Array.from(event.formData.keys()).forEach(function (name) {
      if (event.formData.getAll(name).every(function (value) { return value === ""; })) { event.formData.delete(name); }
    });
  });

  // ---- files: names, sizes, and the limit before anything is sent ----
  function sizeWords(bytes) {
    return bytes < 1024 * 1024 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1024 / 1024).toFixed(1) + " MB";
  }

  function fileItem(file) {
    var item = document.createElement("li");
    [file.name, sizeWords(file.size)].forEach(function (words) {
      item.appendChild(document.createElement("span")).textContent = words;
    });
    if (file.size > MAX_FILE) {
      var error = item.appendChild(document.createElement("span"));
      error.className = "field-error";
      error.textContent = "附件超过" + MAX_FILE / 1024 / 1024 + "MB，请压缩或拆分后再上传";
    }
    return item;
  }

  document.addEventListener("change", function (event) {
    var input = event.target;
    if (!input.matches("input[type=file][data-file-list]")) { return; }
    var list = input.parentNode.querySelector("ul.file-list[data-chosen]");
    if (!list) {
      list = document.createElement("ul");
      list.className = "file-list";
      list.setAttribute("data-chosen", "");
      list.setAttribute("aria-live", "polite");
      input.insertAdjacentElement("afterend", list);
    }
    list.replaceChildren.apply(list, Array.from(input.files).map(fileItem));
  });

  // What the server would refuse whole, text and all, is not sent.
  document.addEventListener("submit", function (event) {
    var total = 0;
    each("input[type=file]", function (input) {
      Array.from(input.files).forEach(function (file) { total += file.size; });
    }, event.target);
    if (total <= MAX_TOTAL) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    var list = event.target.querySelector("ul.file-list[data-chosen]");
    if (!list) { return; }
    var item = list.appendChild(document.createElement("li"));
    item.className = "field-error";
    item.textContent = "所选附件合计超过" + MAX_TOTAL / 1024 / 1024 + "MB，请分几次上传";
    list.scrollIntoView({ block: "center" });
  }, true);

  // ---- one more row of a formset: the template's __prefix__ becomes the next number ----
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-add-row]");
    if (!button) { return; }
    var prefix = button.getAttribute("data-add-row");
    var total = document.getElementById("id_" + prefix + "-TOTAL_FORMS");
    var template = document.getElementById(prefix + "-template");
    var rows = document.getElementById(prefix + "-rows");
    rows.insertAdjacentHTML("beforeend", template.innerHTML.replace(/__prefix__/g, total.value));
    total.value = String(Number(total.value) + 1);
    var first = rows.lastElementChild.querySelector("input, select, textarea");
    if (first) { first.focus(); }
  });

  // ---- a file dropped anywhere in the zone is as if it had been chosen ----
  ["dragover", "dragleave", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var zone = event.target.closest && event.target.closest("[data-drop]");
      if (!zone) { return; }
      event.preventDefault();
      zone.classList.toggle("is-over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) {
        var input = zone.querySelector("input[type=file]");
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  });

  // ---- one box that ticks all in its section ----
  document.addEventListener("change", function (event) {
    if (!event.target.matches("[data-tick-all]")) { return; }
    each("input[type=checkbox]", function (box) { box.checked = event.target.checked; }, event.target.closest("section"));
  });

  document.addEventListener("DOMContentLoaded", function () {
    each("[data-tick-all]", function (all) {
      all.checked = !all.closest("section").querySelector("input[type=checkbox]:not([data-tick-all]):not(:checked)");
    });
  });

  // ---- a form that was opened within the page goes away with what was typed in it ----
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-reload]");
    if (!link || link.pathname !== window.location.pathname) { return; }
    event.preventDefault();
    unsaved.clear();
    window.history.replaceState(null, "", link.hash);
    window.location.reload();
  });

  // ---- back at the place where one was: what the page has to say is shown there, until the next click or key ----
  document.addEventListener("DOMContentLoaded", function () {
    var said = document.getElementById("messages");
    if (!said || !said.children.length || window.location.hash.length < 2) { return; }
    said.classList.add("is-here");
    ["click", "keydown"].forEach(function (name) {
      document.addEventListener(name, function () { said.classList.remove("is-here"); }, { once: true });
    });
  });

  // ---- after a refused form, the summary of its errors is where one is ----
  document.addEventListener("DOMContentLoaded", function () {
    var summary = document.querySelector("[data-error-summary]");
    if (summary) { summary.focus(); }
  });
})();
