// The line to the desk: every question of the page goes through here. Who was signed out signs in in another tab; then it goes on.
"use strict";

(() => {
  const { shoot } = window;
  const LOOKS = 10_000; // milliseconds between looks whether somebody signed in again

  /** The desk asks who one is before it answers. Nothing that was asked was done. */
  shoot.SignedOut = class extends Error {};

  /** @param form its action and data-login; its token is renewed here. @param tell called when `out` has changed */
  shoot.line = (form, tell) => {
    const token = () => form.elements.csrfmiddlewaretoken;
    const isJson = (type) => (type ?? "").includes("json");
    const isLogin = (address) => new URL(address, location.href).pathname === form.dataset.login;
    const back = [];
    let out = false;
    let timer = 0;

    function become(now) {
      if (out === now) return;
      out = now;
      tell(out);
      clearInterval(timer);
      if (out) timer = setInterval(look, LOOKS);
      else for (const again of back) again();
    }

    /** Whether the desk knows who this is; after a new sign-in the page takes on its token. Fails where the line is lost. */
    async function renew() {
      const answer = await fetch(form.action, { headers: { Accept: "text/html" } });
      const read = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("upload");
      const known = answer.ok && !isLogin(answer.url) && read?.dataset.user === form.dataset.user;
      if (known) token().value = read.elements.csrfmiddlewaretoken.value;
      become(!known);
      return known;
    }

    const look = () => out && renew().catch(() => {});
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });

    /** Whether this answer means that the desk does not know who asked, or not any more by this token. */
    const isStranger = (status, type, address) => isLogin(address) || (status === 403 && !isJson(type));

    async function once(address, { data, json }) {
      const headers = { Accept: "application/json" };
      if (data) data.set("csrfmiddlewaretoken", token().value);
      if (json) Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": token().value });
      const body = data ?? (json && JSON.stringify(json));
      return fetch(address, { method: body ? "POST" : "GET", headers, body });
    }

    return {
      token: () => token().value,
      renew,
      isStranger,
      out: () => out,
      /** Calls this each time somebody has signed in again. */
      whenBack: (again) => back.push(again),

      /** The desk's answer; form data or plain values are posted. Throws SignedOut, or what fetch throws where the line is lost. */
      async ask(address, sent = {}) {
        let answer = await once(address, sent);
        const stranger = () => isStranger(answer.status, answer.headers.get("Content-Type"), answer.url);
        if (stranger() && (await renew())) answer = await once(address, sent);
        if (stranger()) throw new shoot.SignedOut();
        become(false);
        return answer.json();
      },
    };
  };
})();
