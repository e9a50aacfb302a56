// The closeness circle: drag a person, or use the arrow keys. Each step is a POST of the form's own fields;
// the answer's form takes the place of this one. The buttons work without any of this.
"use strict";
(() => {
  const RINGS = 4;
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -15], ArrowRight: [0, 15] }; // rings, degrees
  const dotOf = (event) => event.target.closest && event.target.closest("form[data-circle] [data-person]");
  const formOf = (dot) => dot.closest("form");
  const whereIs = (dot) => `${dot.dataset.ring} ${dot.dataset.angle}`;
  const say = (form, words, kind = "saved") => {
    Object.assign(form.querySelector("[role=status]"), { textContent: words, className: kind });
  };
  let drag = null; // the dot in hand, where it was, which pointer holds it
  let waiting = null; // a dot moved by keys and not sent yet
  let nSent = 0;

  function take(dot) {
    formOf(dot).elements.person.value = dot.dataset.person;
    if (!dot.dataset.was) dot.dataset.was = whereIs(dot);
  }

  function place(dot, ring, angle) {
    const form = formOf(dot);
    const kept = Math.min(Math.max(ring, 1), RINGS);
    const far = (Number(form.dataset.radius) * kept) / RINGS;
    const turn = (angle * Math.PI) / 180;
    const words = form.dataset.says.replace("{name}", dot.dataset.name).replace("{ring}", kept);
    const tie = form.querySelector(`[data-tie="${dot.dataset.person}"]`);
    if (tie) tie.setAttribute("visibility", "hidden"); // drawn anew by the answer
    if (dot.getAttribute("aria-label") !== words) say(form, words);
    dot.setAttribute("aria-label", words);
    dot.setAttribute("transform", `translate(${far * Math.sin(turn)},${-far * Math.cos(turn)})`);
    Object.assign(dot.dataset, { ring: kept, angle: (angle + 360) % 360 });
  }

  function drop(dot) {
    const fields = new FormData(formOf(dot));
    ["person", "ring", "angle"].forEach((name) => fields.set(name, dot.dataset[name]));
    send(formOf(dot), fields, `[data-person="${dot.dataset.person}"]`);
  }

  function send(form, fields, focus) {
    const turn = (nSent += 1);
    say(form, form.dataset.saving);
    fetch(form.action, { method: "POST", body: new URLSearchParams(fields), credentials: "same-origin", keepalive: true })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
      .then((html) => { if (turn === nSent) renew(form, html, focus); })
      .catch(() => { if (form.isConnected) putBack(form); });
  }

  function renew(form, html, focus) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.getElementById(form.id);
    if (!fresh || !fresh.matches("[data-circle]")) throw new Error("another page");
    if (drag || waiting) return; // moved on meanwhile: the next answer holds that too
    const had = form.contains(document.activeElement);
    const beside = `[data-circle-with="${form.id}"]`;
    const others = page.querySelectorAll(beside);
    document.querySelectorAll(beside).forEach((part, n) => { if (others[n]) part.replaceWith(others[n]); });
    form.replaceWith(fresh);
    if (had) fresh.querySelector(focus)?.focus({ preventScroll: true });
    fresh.elements.person.value = form.elements.person.value;
    say(fresh, fresh.dataset.saved);
  }

  function putBack(form) {
    form.querySelectorAll("[data-was]").forEach((dot) => place(dot, ...dot.dataset.was.split(" ").map(Number)));
    form.querySelectorAll("[data-tie]").forEach((tie) => tie.removeAttribute("visibility"));
    say(form, form.dataset.failed, "saved unsaved");
  }

  function flush() {
    if (!waiting) return;
    const { dot } = waiting;
    waiting = null;
    drop(dot);
  }

  document.addEventListener("focusin", (event) => { if (dotOf(event)) take(dotOf(event)); });
  document.addEventListener("pointerdown", (event) => {
    const dot = dotOf(event);
    if (!dot || event.button) return;
    take(dot);
    drag = { dot, pointer: event.pointerId, from: whereIs(dot) };
    dot.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(drag.dot.ownerSVGElement.getScreenCTM().inverse());
    const ring = Math.round((Math.hypot(x, y) * RINGS) / Number(formOf(drag.dot).dataset.radius));
    place(drag.dot, ring, Math.round((Math.atan2(x, -y) * 180) / Math.PI));
  });
  ["pointerup", "pointercancel"].forEach((kind) => document.addEventListener(kind, (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { dot, from } = drag;
    drag = null;
    if (from !== whereIs(dot)) drop(dot);
  }));
  document.addEventListener("keydown", (event) => {
    const dot = dotOf(event);
    const step = dot && STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    if (waiting) window.clearTimeout(waiting.timer);
    if (waiting && waiting.dot !== dot) flush();
    take(dot);
    place(dot, Number(dot.dataset.ring) + step[0], Number(dot.dataset.angle) + step[1]);
    waiting = { dot, timer: window.setTimeout(flush, 500) }; // sent when the keys rest
  });
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("form[data-circle]") || !submitter) return;
    event.preventDefault();
    const pressed = new FormData(form);
    pressed.set("move", submitter.value);
    send(form, pressed, `[name=move][value="${submitter.value}"]`);
  });
  window.addEventListener("pagehide", flush);
})();
