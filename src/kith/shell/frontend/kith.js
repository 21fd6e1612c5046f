// What the shell adds to the two design systems: time-out warning, fragments that htmx swaps in, printing.
const DIALOG = "kith-timeout";

/** Warn two minutes before the session ends; staying signed in is one request, leaving is a link. */
function watchSession(dialog, { idle, warn }) {
  let timer;
  const show = () => {
    dialog.showModal();
    timer = setTimeout(() => window.location.assign(dialog.dataset.ended), warn * 1000);
  };
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(show, (idle - warn) * 1000);
  };
  dialog.querySelector("[data-stay]").addEventListener("click", async () => {
    try {
      const answer = await fetch(dialog.dataset.stay, { method: "POST", headers: { "X-CSRFToken": dialog.dataset.token } });
      if (!answer.ok || answer.redirected) throw new Error("the session has ended");
    } catch {
      window.location.assign(dialog.dataset.ended);
      return;
    }
    dialog.close();
    restart();
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.addEventListener("htmx:after:request", restart);
  restart();
}

/** Part the words of a section's button, which upstream runs together, so that its label holds what is seen. */
function partWords(scope) {
  for (const piece of scope.querySelectorAll(".govuk-accordion__section-button > span")) piece.after(" ");
}

const PAUSE = 700; // after the first key that is not safe yet, however fast others follow: with the request, within two seconds
const QUIET = "\u00a0"; // a line is always there, so that nothing moves from under the pointer when it is said that words are kept

/** Take the token of whoever is signed in now from this very page, so that what was typed before is saved after all. */
async function renewToken(form) {
  const page = new DOMParser().parseFromString(await (await fetch(window.location.href)).text(), "text/html");
  const fresh = page.querySelector("[data-keep] [name=csrfmiddlewaretoken]");
  if (!fresh) throw new Error("nobody has signed in again");
  form.elements.csrfmiddlewaretoken.value = fresh.value;
}

/**
 * Save one field while somebody types, with the version it was written from, never over another's words.
 * `data-kept` says which field it is, `data-seen` which hidden field holds the version, `data-said` what tells how it went,
 * `data-was`, where there is one, which hidden field says that nobody has touched it on this page.
 */
function keepField(form, text) {
  const seen = form.elements[text.dataset.seen];
  const was = form.elements[text.dataset.was];
  const said = document.getElementById(text.dataset.said);
  said.textContent = QUIET;
  let timer;
  let running;
  let rest = false;
  let saved = text.value;
  let stale = false; // whoever signs in again has another token than this page
  const later = () => {
    timer ??= setTimeout(save, PAUSE);
  };
  async function send(writing) {
    try {
      if (stale) await renewToken(form);
      const body = new FormData();
      const told = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, field: text.dataset.kept, seen: seen.value, text: writing };
      for (const [name, value] of Object.entries(told)) body.append(name, value);
      const answer = await fetch(form.dataset.keep, { method: "POST", body, headers: { Accept: "application/json" } });
      stale = answer.redirected || answer.status === 403;
      if (stale) throw new Error("the session has ended");
      const found = await answer.json();
      if (answer.ok) {
        seen.value = found.version;
        if (was) was.value = "";
        saved = writing;
        said.textContent = "Saved";
        document.dispatchEvent(new Event("htmx:after:request")); // the server saw us, so the session goes on
      } else if (answer.status === 409) {
        saved = writing;
        text.readOnly = true; // with the other's version unseen, what is typed on would lay itself over their words
        said.textContent = "Somebody else has written here too. Both texts are kept: open this page again to choose.";
      } else {
        said.textContent = found.refused ?? "Not saved yet.";
      }
    } catch {
      said.textContent = "Not saved: the connection or the session has gone. Your words are still here; sign in again in another window.";
    }
  }
  async function save() {
    clearTimeout(timer);
    timer = undefined;
    if (running || text.value === saved) return;
    const writing = text.value;
    running = send(writing);
    await running;
    running = undefined;
    if (text.value !== writing && !rest) later();
  }
  text.addEventListener("input", () => {
    rest = false;
    said.textContent = QUIET;
    later();
  });
  text.addEventListener("blur", save);
  document.addEventListener("visibilitychange", save);
  return {
    save,
    isUnsaved: () => text.value !== saved,
    /** Save nothing more by itself; return what is still on its way, if anything is. */
    rests() {
      clearTimeout(timer);
      rest = true;
      return running;
    },
  };
}

/** Save the fields of a form while somebody types; a button of `data-save` is not needed then, any other sends it all. */
function keepForm(form) {
  const fields = [...form.querySelectorAll("[data-kept]")].map((text) => keepField(form, text));
  const button = form.querySelector("[data-save]");
  let sending = false;
  if (button) button.hidden = true;
  form.addEventListener("submit", async (event) => {
    if (sending) return;
    if (button) {
      event.preventDefault();
      for (const field of fields) field.save();
      return;
    }
    const busy = fields.map((field) => field.rests()).filter(Boolean);
    if (busy.length) {
      event.preventDefault(); // or the form would meet its own words as somebody else's
      await Promise.all(busy);
    }
    sending = true;
    if (busy.length) form.requestSubmit(event.submitter);
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && fields.some((field) => field.isUnsaved())) event.preventDefault();
  });
}

/** Leave at once and take the place of this page in the history, so that going back does not show it. */
function watchLeaving(link) {
  link.addEventListener(
    "click",
    (event) => {
      event.preventDefault();
      event.stopImmediatePropagation(); // upstream leaves too, but this page would stay one step back
      document.body.hidden = true;
      window.location.replace(link.href);
    },
    true,
  );
}

/** Start the components of the page, and of every fragment that is swapped in later. */
export function start(initAll, page) {
  initAll();
  partWords(page);
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target ?? event.target;
    if (!(target instanceof Element)) return;
    initAll({ scope: target });
    partWords(target);
  });
  for (const button of page.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const link of page.querySelectorAll("[data-leave] a")) {
    watchLeaving(link);
    history.replaceState(null, "", window.location.href); // coming back asks anew, and never sends what was written again
  }
  for (const form of page.querySelectorAll("[data-keep]")) keepForm(form);
  const dialog = page.getElementById(DIALOG);
  if (dialog) watchSession(dialog, { idle: Number(dialog.dataset.idle), warn: Number(dialog.dataset.warn) });
}
