// OpenIPT's own script. Every page works without it. No dependency, no eval, nothing from elsewhere.
// Runs before the page is shown, so that Back after "Leave this page" never shows it again.
"use strict";
(() => {
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("js");

  // Storage may be refused by the browser: then each tab looks after itself.
  const remember = (store, key, value) => {
    try {
      if (value === null) store().removeItem(key);
      else store().setItem(key, value);
    } catch { /* refused */ }
  };
  const recall = (store, key) => {
    try { return store().getItem(key); } catch { return null; }
  };
  const ofTab = () => window.sessionStorage;
  const ofBrowser = () => window.localStorage;

  // Quick exit -------------------------------------------------------------------------------------------
  const EXIT = "openipt-left-for";
  let leaving = false;

  function emptyAndGo(address) {
    root.classList.add("left");
    document.title = " ";
    if (document.body) document.body.replaceChildren();
    window.location.replace(address);
  }

  function leave(button) {
    const address = button.dataset.exitUrl || button.href;
    leaving = true;
    remember(ofTab, EXIT, address);
    if (button.dataset.exitEndUrl) {
      const headers = { "X-CSRFToken": button.dataset.csrf || "" };
      fetch(button.dataset.exitEndUrl, { method: "POST", headers, keepalive: true, credentials: "same-origin" }).catch(() => {});
    }
    emptyAndGo(address);
  }

  function leaveAgainOnBack(fromCache) {
    const address = recall(ofTab, EXIT);
    if (!address) return;
    const [visit] = performance.getEntriesByType("navigation");
    if (fromCache || (visit && visit.type === "back_forward")) emptyAndGo(address);
    else remember(ofTab, EXIT, null);
  }

  leaveAgainOnBack(false);
  window.addEventListener("pageshow", (event) => { if (event.persisted) leaveAgainOnBack(true); });

  let escapes = [];
  document.addEventListener("keydown", (event) => {
    const button = find("[data-exit-url]");
    if (!button || event.key !== "Escape" || event.repeat) return;
    escapes = [...escapes.filter((at) => event.timeStamp - at < 3000), event.timeStamp];
    if (escapes.length >= 3) leave(button);
  });

  // Small helpers of a page: print, copy, focus of errors, the person's menu --------------------------------
  document.addEventListener("click", (event) => {
    const exit = event.target.closest("[data-exit-url]");
    if (exit) { event.preventDefault(); leave(exit); return; }
    if (event.target.closest("[data-print]")) window.print();
    const copy = event.target.closest("[data-copy]");
    if (copy) copyText(copy);
    const problem = event.target.closest(".error-summary a[href^='#']");
    if (problem) focusProblem(event, problem);
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest && event.target.closest("details.menu[open]");
    if (menu) { menu.open = false; find("summary", menu).focus(); }
  });

  function copyText(button) {
    const source = document.getElementById(button.dataset.copy.replace(/^#/, ""));
    if (!source) return;
    const told = button.parentElement.querySelector("[data-copied]");
    const text = source.value === undefined ? source.innerText : source.value;
    navigator.clipboard.writeText(text.trim()).then(
      () => { if (told) told.textContent = told.dataset.copied; },
      () => { window.getSelection().selectAllChildren(source); },
    );
  }

  function focusProblem(event, link) {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const holder = field.closest(".field, tr") || field;
    holder.scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  }

  // Forms: no double sending, a word before a draft is lost -------------------------------------------------
  const sent = new WeakSet();
  const drafts = new Set();

  function sendOnce(event) {
    const form = event.target;
    if (event.defaultPrevented || form.matches("[data-again], [method=dialog]")) return;
    if (sent.has(form)) { event.preventDefault(); return; }
    sent.add(form);
    drafts.delete(form);
    const button = event.submitter;
    if (button) button.setAttribute("aria-disabled", "true");
    window.setTimeout(() => release(form), 8000); // a stopped or failed request must not lock the form
  }

  function release(form) {
    sent.delete(form);
    all("[aria-disabled=true]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  }

  window.addEventListener("submit", sendOnce); // on window: last, after a page's or htmx's own listeners
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.target.matches("form")) return;
    release(event.target);
    if (event.detail.successful) drafts.delete(event.target);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) all("form").forEach(release); });
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-draft]")) drafts.add(form);
    if (event.target.matches("[data-digits-for]")) readDigits(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && [...drafts].some((form) => form.isConnected)) event.preventDefault();
  });

  // Digits: 221212101 fills the radio buttons, "-" leaves one open --------------------------------------------
  function questionsOf(input) {
    const names = new Map();
    all("input[type=radio]", document.getElementById(input.dataset.digitsFor)).forEach((radio) => {
      names.set(radio.name, [...(names.get(radio.name) || []), radio]);
    });
    return [...names.values()];
  }

  function choose(radios, digit) {
    const wanted = radios.find((radio) => radio.value === digit);
    radios.forEach((radio) => { radio.checked = radio === wanted; });
    return wanted || digit === "-" || digit === "";
  }

  function fill(template, words) {
    return (template || "").replace(/\{(\w+)\}/g, (_, word) => words[word]);
  }

  function readDigits(input) {
    const digits = [...input.value.replace(/[\s,.;]/g, "").replace(/[–—_]/g, "-")];
    const questions = questionsOf(input);
    const wrong = questions.findIndex((radios, at) => !choose(radios, digits[at] || ""));
    const words = { n: digits.length, of: questions.length, item: wrong + 1, digit: digits[wrong] };
    if (wrong >= 0) words.allowed = questions[wrong].map((radio) => radio.value).filter((value) => value !== "").join(", ");
    const { saysWrong, saysMany, saysSoFar, saysWhole } = input.dataset;
    let fault = "";
    if (wrong >= 0) fault = fill(saysWrong, words);
    else if (digits.length > questions.length) fault = fill(saysMany, words);
    const soFar = digits.length && digits.length < questions.length ? fill(saysSoFar, words) : "";
    input.setCustomValidity(fault || soFar);
    const output = find(`output[for="${input.id}"]`);
    if (!output) return;
    output.classList.toggle("wrong", Boolean(fault));
    const open = digits.filter((digit) => digit === "-").length;
    output.textContent = fault || soFar || (digits.length ? fill(saysWhole, { ...words, open }) : "");
  }

  // A staff page left alone is covered; the draft under it stays -----------------------------------------------
  // Activity counts in every tab of the same person, and is told to the server at most once a minute.
  function watchIdle(body) {
    const cover = find("[data-lock]");
    const limit = Number(body.dataset.idleSeconds) * 1000;
    if (!limit || !cover || !body.dataset.unlockUrl) return;
    const now = Date.now();
    const watch = {
      cover, limit, warning: find("[data-idle-warning]"), form: find("[data-unlock]"), told: find("[data-lock-error]"),
      password: find("#lock-password"), urls: body.dataset, key: `openipt-active-at-${body.dataset.person || ""}`,
      title: document.title, activeAt: now, saidAt: now, locked: false, focused: null,
    };
    const check = () => look(watch);
    remember(ofBrowser, watch.key, String(now));
    cover.addEventListener("keydown", (event) => trapTab(event, watch.form));
    watch.form.addEventListener("submit", (event) => { event.preventDefault(); unlock(watch); });
    find("[data-lock-leave]", cover).addEventListener("click", () => { leaving = true; });
    ["keydown", "input", "pointerdown", "wheel", "touchmove"].forEach((kind) => {
      document.addEventListener(kind, () => noticeActivity(watch), { passive: true, capture: true });
    });
    ["storage", "pageshow"].forEach((kind) => window.addEventListener(kind, check));
    document.addEventListener("openipt:covered", () => coverPage(watch)); // the server says so (refused.js)
    document.addEventListener("visibilitychange", check);
    window.setInterval(check, 1000);
  }

  const idleFor = (watch) => Date.now() - Math.max(watch.activeAt, Number(recall(ofBrowser, watch.key)) || 0);

  function look(watch) {
    const idle = idleFor(watch);
    if (!watch.locked && idle >= watch.limit) coverPage(watch);
    else if (watch.locked && idle < watch.limit / 2) uncoverPage(watch); // the same person went on in another tab
    else if (!watch.locked) watch.warning.hidden = idle < Math.max(watch.limit - 60000, watch.limit / 2);
  }

  function noticeActivity(watch) {
    if (watch.locked) return;
    if (idleFor(watch) >= watch.limit) { coverPage(watch); return; } // woken from sleep
    const now = Date.now();
    watch.warning.hidden = true;
    if (now - watch.activeAt > 1000) remember(ofBrowser, watch.key, String(now));
    watch.activeAt = now;
    if (!watch.urls.stillHereUrl || now - watch.saidAt < Math.min(60000, watch.limit / 3)) return;
    watch.saidAt = now;
    post(watch, watch.urls.stillHereUrl, {}).then((answer) => { if (!answer.ok) coverPage(watch); }, () => {});
  }

  function coverPage(watch) {
    if (watch.locked) return;
    watch.locked = true;
    watch.activeAt = 0;
    remember(ofBrowser, watch.key, null);
    watch.focused = document.activeElement;
    document.title = find("#lock-title").textContent;
    watch.warning.hidden = true;
    all("body > :not([data-lock])").forEach((part) => { part.inert = true; });
    root.classList.add("locked");
    watch.cover.hidden = false;
    say(watch, "");
    watch.password.focus();
  }

  function uncoverPage(watch) {
    watch.locked = false;
    watch.activeAt = watch.saidAt = Date.now();
    remember(ofBrowser, watch.key, String(watch.activeAt));
    document.title = watch.title;
    all("body > *").forEach((part) => { part.inert = false; });
    root.classList.remove("locked");
    watch.cover.hidden = true;
    watch.password.value = "";
    (watch.focused && watch.focused.isConnected ? watch.focused : find("main")).focus();
  }

  function unlock(watch) {
    const { told, password } = watch;
    post(watch, watch.urls.unlockUrl, { password: password.value }).then((answer) => {
      if (answer.status === 204) uncoverPage(watch);
      else if (answer.status === 403) { say(watch, told.dataset.wrong); password.select(); }
      else if (answer.status === 429) say(watch, told.dataset.many);
      else if (answer.status === 401) signInAgain(watch);
      else say(watch, told.dataset.offline);
    }, () => say(watch, told.dataset.offline));
  }

  function say(watch, words) {
    watch.told.hidden = !words;
    watch.told.textContent = words;
    watch.password.setAttribute("aria-invalid", String(Boolean(words)));
  }

  function signInAgain(watch) {
    leaving = true;
    const here = encodeURIComponent(window.location.pathname + window.location.search);
    window.location.assign(`${watch.urls.signInUrl}?next=${here}`);
  }

  function post(watch, url, fields) {
    const headers = { "X-CSRFToken": find("input[name=csrfmiddlewaretoken]", watch.form).value };
    return fetch(url, { method: "POST", body: new URLSearchParams(fields), headers, credentials: "same-origin", redirect: "manual" });
  }

  function trapTab(event, within) {
    if (event.key !== "Tab") return;
    const stops = all("input:not([type=hidden]), button, a[href]", within);
    const last = stops[stops.length - 1];
    if (event.shiftKey && document.activeElement === stops[0]) { event.preventDefault(); last.focus(); }
    else if (!event.shiftKey && document.activeElement === last) { event.preventDefault(); stops[0].focus(); }
  }

  function keepAnswer({ target }) {
    const form = target.form;
    if (!form || !form.dataset.keepUrl || !target.name) return;
    const fields = { [target.name]: target.value, csrfmiddlewaretoken: form.csrfmiddlewaretoken.value };
    fetch(form.dataset.keepUrl, { method: "POST", body: new URLSearchParams(fields), credentials: "same-origin", keepalive: true }).catch(() => {});
  }

  document.addEventListener("change", keepAnswer);
  document.addEventListener("DOMContentLoaded", () => {
    const summary = find("[data-error-summary]");
    if (summary) summary.focus();
    all("[data-digits-for]").forEach((input) => { if (input.value) readDigits(input); });
    watchIdle(document.body);
  });
})();
