// Drafts keep themselves: <form data-autosave="URL"> goes there as one writes. The contract is in components/saving.html.
"use strict";
(() => {
  const [PAUSE, LONGEST, AGAIN] = [1000, 10000, 15000]; // LONGEST: of writing without a pause
  const KEEPALIVE_BYTES = 60000; // what browsers let outlive its page
  const drafts = new Map();

  // n counts the changes, `kept` those that the server has.
  function draftOf(form) {
    if (!form || !form.dataset.autosave) return null;
    const line = form.querySelector("[data-saving]");
    if (!drafts.has(form)) drafts.set(form, { form, line, n: 0, kept: 0, since: 0, timer: 0, sending: null, failed: false, renewed: false, sent: false });
    return drafts.get(form);
  }

  const open = () => [...drafts.values()].filter((draft) => draft.form.isConnected);
  const isUnsaved = (draft) => draft.n > draft.kept && !draft.sent;
  const isCovered = () => document.documentElement.classList.contains("locked");
  const saveAll = () => open().forEach((draft) => save(draft));

  function later(draft, wait) {
    window.clearTimeout(draft.timer);
    draft.timer = window.setTimeout(() => save(draft), wait);
  }

  function changed(draft) {
    draft.n += 1;
    draft.since = draft.since || Date.now();
    later(draft, Math.max(0, Math.min(PAUSE, draft.since + LONGEST - Date.now())));
  }

  // One request at a time; what is written meanwhile goes with the next. Nothing goes while the page is covered.
  function save(draft, { isLeaving = false } = {}) {
    if (!isUnsaved(draft) || (draft.sending && !isLeaving)) return;
    if (isCovered() && !isLeaving) { later(draft, PAUSE); return; }
    window.clearTimeout(draft.timer);
    draft.since = 0;
    draft.sending = send(draft, draft.n).catch(() => trouble(draft, 0)).finally(() => {
      draft.sending = null;
      if (isUnsaved(draft)) later(draft, draft.failed && !isCovered() ? AGAIN : PAUSE); // uncovered: at once
    });
  }

  async function send(draft, n) {
    const body = new URLSearchParams(new FormData(draft.form)).toString();
    const headers = { "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };
    const outlives = { keepalive: body.length < KEEPALIVE_BYTES, signal: AbortSignal.timeout(20000) };
    const call = { method: "POST", body, headers, credentials: "same-origin", redirect: "manual", ...outlives };
    const answer = await fetch(draft.form.dataset.autosave, call);
    if (answer.type === "opaqueredirect") return trouble(draft, 401);
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok && answer.status !== 409) return trouble(draft, answer.status, said.says); // 422: the clinic's own words
    if (answer.ok && !Number.isInteger(said.revision)) throw new TypeError("no revision came");
    draft.kept = Math.max(draft.kept, n);
    draft.failed = draft.renewed = false;
    return answer.ok ? saved(draft, said) : beside(draft, said);
  }

  // The line ------------------------------------------------------------------------------------------------
  function show(draft, { done = "", wrong = "", isSignedOut = false }) {
    const part = (name) => draft.line.querySelector(`[data-${name}]`);
    part("saved").textContent = done;
    if (part("trouble").textContent !== wrong) part("trouble").textContent = wrong; // read out when it changes only
    part("sign-in").hidden = !isSignedOut;
  }

  function saved(draft, { revision, saved_at: at }) {
    draft.form.elements.revision.value = revision;
    show(draft, { done: draft.line.dataset.saysSaved.replace("{at}", at) });
  }

  function beside(draft, { both }) {
    const link = draft.line.querySelector("[data-both]");
    if (both) link.href = both;
    link.hidden = !link.hasAttribute("href");
    show(draft, { wrong: draft.line.dataset.saysBeside });
  }

  async function trouble(draft, status, says) {
    const outcome = await window.openipt.refused(status);
    const isFresh = outcome === "Again" && !draft.renewed; // a fresh token, which goes with the draft after the pause
    draft.renewed = draft.renewed || isFresh;
    draft.failed = !isFresh;
    const words = draft.line.dataset;
    const wrong = says || words[`says${outcome}`] || words.saysRefused;
    if (!isFresh) show(draft, { wrong, isSignedOut: outcome === "SignedOut" });
  }

  // When ----------------------------------------------------------------------------------------------------
  document.addEventListener("input", ({ target }) => {
    const draft = draftOf(target.form);
    if (draft) changed(draft);
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    const draft = draftOf(target.form);
    if (draft && !(relatedTarget && relatedTarget.type === "submit")) save(draft);
  });
  document.addEventListener("submit", (event) => {
    const draft = draftOf(event.target);
    if (!draft || event.defaultPrevented) return;
    if (event.submitter && event.submitter.matches("[data-save-draft]")) {
      event.preventDefault();
      changed(draft);
      save(draft);
    } else if (draft.sending) { // the form must go with the newest revision
      event.preventDefault();
      draft.sending.then(() => draft.form.requestSubmit(event.submitter));
    } else {
      draft.sent = true;
      window.setTimeout(() => { draft.sent = false; }, 8000); // a stopped or failed request: it is still the open page
    }
  });
  ["online", "focus"].forEach((kind) => window.addEventListener(kind, saveAll));
  document.addEventListener("visibilitychange", saveAll);
  window.addEventListener("pagehide", () => open().forEach((draft) => save(draft, { isLeaving: true })));
  window.addEventListener("beforeunload", (event) => {
    if (open().some((draft) => isUnsaved(draft) && draft.failed)) event.preventDefault();
  });
})();
