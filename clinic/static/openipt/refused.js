// When a request of a script is not taken: what to do about it, and the words. Nothing that was written is lost.
"use strict";
(() => {
  const words = document.currentScript.dataset;

  // Signing in again in another tab changes the token that forms carry: this page's forms get the new one.
  async function renewTokens() {
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("input[name=csrfmiddlewaretoken]");
    if (!fresh) return false;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = fresh.value; });
    return true;
  }

  // What a status means for the person: Covered, SignedOut, Again (a fresh token came), Offline, Fault, Refused.
  async function refused(status) {
    if (status === 423) document.dispatchEvent(new Event("openipt:covered"));
    if (status === 403) return renewTokens().then((isFresh) => (isFresh ? "Again" : "SignedOut"), () => "Offline");
    if (status === 423) return "Covered";
    if (status === 401) return "SignedOut";
    if (!status) return "Offline";
    return status >= 500 ? "Fault" : "Refused";
  }

  // htmx shows nothing when a request fails: a notice after what was pressed does, until the next one goes well.
  function note(near, outcome) {
    const make = (kind, rest) => Object.assign(document.createElement(kind), rest);
    const notice = make("div", { className: "notice watch", role: "alert" });
    const text = make("p", { textContent: `${words[`says${outcome}`]} ` });
    const signIn = make("a", { href: words.signInUrl, target: "_blank", rel: "noopener", textContent: words.saysSignIn });
    if (outcome === "SignedOut") text.append(signIn);
    notice.dataset.refused = "";
    notice.append(text);
    near.append(notice);
  }

  const clear = () => document.querySelectorAll("[data-refused]").forEach((notice) => notice.remove());

  async function tell({ detail }) {
    const status = detail.xhr ? detail.xhr.status : 0;
    if (status === 422) return; // shown in its place, with its own words
    const near = detail.elt.closest("form, main") || document.body;
    const outcome = await refused(status);
    clear();
    note(near, outcome);
  }

  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((kind) => document.addEventListener(kind, tell));
  document.addEventListener("htmx:afterRequest", ({ detail }) => { if (detail.successful) clear(); });
  window.openipt = { refused };
})();
