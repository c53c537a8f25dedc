// Frames that ask for care: the selected ones are flagged together; taking a flag away is done on the photograph's page.
"use strict";

(() => {
  const { shoot } = window;

  /** @param known (frames): what the desk says of them now; @param said (sentence): told below the panel */
  shoot.flagging = (form, line, { chosen, known, said, failed }) => {
    const box = document.getElementById("panel-flags");
    const button = box.querySelector("button");
    const flags = [...box.querySelectorAll("input")];

    button.addEventListener("click", async () => {
      const photos = chosen().map((frame) => frame.photo?.id).filter(Boolean);
      const wanted = flags.filter((flag) => flag.checked).map((flag) => flag.value);
      said("");
      button.disabled = true;
      try {
        const answer = await line.ask(form.dataset.flags, { json: { photos, flags: wanted } });
        said(answer.said ?? answer.error);
        if (answer.frames) {
          for (const flag of flags) flag.checked = false;
          known(answer.frames);
        }
      } catch (error) {
        said(failed(error));
      }
      button.disabled = false;
    });
  };
})();
