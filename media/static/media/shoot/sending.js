// Files on their way: one request a file, a few at once. Each is first asked for by its hash; a lost line is waited out.
"use strict";

(() => {
  const { shoot } = window;
  const AT_ONCE = 3;
  const WAITS = [1, 2, 4, 8, 15, 30]; // seconds before another try

  /**
   * @param form   the upload form: its action takes files, data-known knows hashes
   * @param line   see line.js
   * @param on     changed(job): state, share or why are others now; came(job, photograph)
   * A job is {file, state: "waiting" | "sending" | "reading" | "lost" | "out" | "refused" | "done", share, why, again}.
   */
  shoot.sending = (form, line, on) => {
    const jobs = [];
    const queue = [];
    let running = 0;

    const say = (job, state, why = "") => {
      Object.assign(job, { state, why });
      on.changed(job);
    };

    const words = (extra) => {
      const data = new FormData();
      data.append("csrfmiddlewaretoken", line.token());
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
        else await answered(job, await sent(job));
      } catch (error) {
        if (error instanceof shoot.SignedOut) waitOutside(job);
        else later(job);
      }
      running -= 1;
      on.changed(job);
      next();
    }

    /** The photograph of these bytes, or nothing. Where the question is not understood, the bytes themselves ask. */
    async function known_by(sha256) {
      try {
        return (await line.ask(form.dataset.known, { data: words({ sha256 }) })).known;
      } catch (error) {
        if (error instanceof SyntaxError) return null;
        throw error;
      }
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

    async function answered(job, request) {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // Not the desk's own answer: the status says enough.
      }
      if (answer.id) arrived(job, answer);
      else if (answer.refused) say(job, "refused", answer.refused);
      else if (line.isStranger(request.status, request.getResponseHeader("Content-Type"), request.responseURL)) {
        if (!(await line.renew()) || job.renewed) throw new shoot.SignedOut();
        job.renewed = true;
        await answered(job, await sent(job));
      } else later(job);
    }

    /** Until somebody signs in again; one notice on the page says so, not one on every frame. */
    function waitOutside(job) {
      job.renewed = false;
      say(job, "out");
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
      if (!["lost", "out"].includes(job.state)) return;
      clearTimeout(job.timer);
      say(job, "waiting");
      queue.push(job);
      next();
    }
    window.addEventListener("online", () => jobs.forEach(again));
    line.whenBack(() => jobs.forEach(again));
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
