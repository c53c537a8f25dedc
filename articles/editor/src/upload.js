// Files on their way to the library, a few at a time. Each waits in a figure that stands in the text from the first moment;
// a lost line is waited out, and nothing that was dropped has to be dropped again.
import { gettext } from "./words.js";
import { newId } from "./desk.js";

const AT_ONCE = 3;
const WAITS = [1, 2, 4, 8, 15]; // seconds before another try

/** @param desk see desk.js; @param {(id: string, photo: object) => void} arrived; @param {() => void} changed */
export function uploads(desk, { arrived, changed }) {
  const jobs = new Map();
  const waiting = [];
  let running = 0;

  function start(file) {
    const id = newId("upload");
    jobs.set(id, { id, file, name: file.name, share: 0, state: "waiting", why: "", tries: 0 });
    waiting.push(id);
    next();
    return id;
  }

  function next() {
    while (running < AT_ONCE && waiting.length) run(waiting.shift());
  }

  async function run(id) {
    const job = jobs.get(id);
    if (!job) return next();
    running += 1;
    say(job, "sending");
    const answer = await send(job);
    running -= 1;
    if (!jobs.has(id)) return next();
    if (answer.body.id) {
      jobs.delete(id);
      desk.know([answer.body]);
      arrived(id, answer.body);
    } else if (answer.status === 403 && !job.renewed) {
      job.renewed = true;
      await window.storyForm?.renew();
      waiting.unshift(id);
    } else if (answer.body.refused) {
      say(job, "refused", answer.body.refused);
    } else if (answer.signedOut) {
      say(job, "refused", gettext("You were signed out. Sign in in another tab, then try again; the picture is still here."));
    } else {
      later(job);
    }
    next();
  }

  function later(job) {
    say(job, "lost", gettext("The line was lost. It goes on by itself when the line is back."));
    const seconds = WAITS[Math.min(job.tries, WAITS.length - 1)];
    job.tries += 1;
    job.timer = setTimeout(() => again(job.id), seconds * 1000);
  }

  function again(id) {
    const job = jobs.get(id);
    if (!job || job.state === "sending" || waiting.includes(id)) return;
    clearTimeout(job.timer);
    say(job, "waiting");
    waiting.push(id);
    next();
  }
  window.addEventListener("online", () => jobs.forEach((job) => job.state === "lost" && again(job.id)));

  function say(job, state, why = "") {
    Object.assign(job, { state, why });
    changed();
  }

  function send(job) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const data = new FormData();
      data.append("csrfmiddlewaretoken", desk.form.elements.csrfmiddlewaretoken.value);
      data.append("file", job.file, job.name);
      request.upload.addEventListener("progress", (event) => {
        job.share = event.loaded / event.total;
        changed();
      });
      request.addEventListener("loadend", () => {
        let body = {};
        try {
          body = JSON.parse(request.responseText);
        } catch {
          // Not the desk's answer: the status says enough.
        }
        const signedOut = request.status === 200 && !body.id && new URL(request.responseURL, location.href).pathname === desk.form.dataset.login;
        done({ status: request.status, body, signedOut });
      });
      job.request = request;
      request.open("POST", desk.form.dataset.upload);
      request.setRequestHeader("Accept", "application/json");
      request.send(data);
    });
  }

  return {
    start,
    again,
    job: (id) => jobs.get(id),
    stop(id) {
      const job = jobs.get(id);
      jobs.delete(id);
      clearTimeout(job?.timer);
      job?.request?.abort();
    },
  };
}

const PICTURES = /\.(jpe?g|png|webp|gif|avif|tiff?|hei[cf]|bmp)$/i;
export const isPicture = (file) => file.type.startsWith("image/") || PICTURES.test(file.name);
const DOCUMENTS = /\.(docx?|odt|rtf|txt|html?)$/i;
export const isDocument = (file) => DOCUMENTS.test(file.name);
