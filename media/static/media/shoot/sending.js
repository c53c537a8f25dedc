// Files on their way: one request a file, a few at once. Each is first asked for by its hash; a lost line is waited out.
"use strict";

(() => {
  const { shoot } = window;
  const AT_ONCE = 3;
  const WAITS = [1, 2, 4, 8, 15, 30]; // seconds before another try

  /**
   * @param form   the upload form: its action takes files, data-known knows hashes
   * @param on     changed(job): state, share or why are others now; came(job, photograph)
   * A job is {file, state: "waiting" | "sending" | "reading" | "lost" | "refused" | "done", share, why, again}.
   */
  shoot.sending = (form, on) => {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const jobs = [];
    const queue = [];
    let running = 0;

    const say = (job, state, why = "") => {
      Object.assign(job, { state, why });
      on.changed(job);
    };

    const words = (extra) => {
      const data = new FormData();
      data.append("csrfmiddlewaretoken", token);
      for (const name of ["caption", "credit"]) data.append(name, form.elements[`same-${name}`].value);
      for (const [name, value] of Object.entries(extra)) data.append(name, value);
      return data;
    };

    function next() {
      while (running < AT_ONCE && queue.length) run(queue.shift());
    }

    async function run(job) {
      running += 1;
      say(job, "sending");
      try {
        job.hash ??= await shoot.sha256(job.file);
        const known = job.hash && (await known_by(job.hash));
        if (known) arrived(job, known);
        else answered(job, await sent(job));
      } catch {
        later(job);
      }
      running -= 1;
      on.changed(job);
      next();
    }

    /** The photograph of these bytes, or null. Where the question is not understood, the bytes themselves ask. */
    async function known_by(sha256) {
      const answer = await fetch(form.dataset.known, { method: "POST", body: words({ sha256 }), headers: { Accept: "application/json" } });
      if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) return null;
      return (await answer.json()).known;
    }

    const sent = (job) => new Promise((done, lost) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.timeout = 300000;
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        job.share = event.loaded / event.total;
        say(job, job.share < 1 ? "sending" : "reading");
      });
      request.addEventListener("load", () => done(request));
      for (const kind of ["error", "timeout", "abort"]) request.addEventListener(kind, () => lost(new Error(kind)));
      request.send(words({ file: job.file }));
    });

    function answered(job, request) {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // Not the desk's own answer: the status says enough.
      }
      if (answer.id) arrived(job, answer);
      else if (answer.refused) say(job, "refused", answer.refused);
      else if (request.status === 403 || request.responseURL.includes("/login/")) {
        say(job, "lost", gettext("You are signed out. Sign in in another tab, then send again."));
      } else later(job);
    }

    function arrived(job, photo) {
      say(job, "done");
      on.came(job, photo);
    }

    function later(job) {
      const seconds = WAITS[Math.min(job.tries, WAITS.length - 1)];
      job.tries += 1;
      say(job, "lost", gettext("The line was lost. It goes on by itself when the line is back."));
      clearTimeout(job.timer);
      job.timer = setTimeout(() => again(job), seconds * 1000);
    }

    function again(job) {
      if (job.state !== "lost") return;
      clearTimeout(job.timer);
      say(job, "waiting");
      queue.push(job);
      next();
    }
    window.addEventListener("online", () => jobs.forEach(again));
    const open = () => jobs.filter((job) => !["done", "refused"].includes(job.state));
    window.addEventListener("beforeunload", (event) => { if (open().length) event.preventDefault(); });

    return {
      /** Files go on their way; their jobs, in order. */
      take(files) {
        const made = files.map((file) => ({ file, state: "waiting", share: 0, why: "", tries: 0 }));
        for (const job of made) job.again = () => again(job);
        jobs.push(...made);
        queue.push(...made);
        return made;
      },
      next,
      open,
      refused: () => jobs.filter((job) => job.state === "refused"),
      forget() {
        jobs.splice(0, jobs.length, ...open());
      },
    };
  };
})();
