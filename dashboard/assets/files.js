/* Files go up one after another through /api/v1/files; what the server refuses is said in its own words. */
(function () {
  "use strict";

  const say = (text, kind) =>
    window.onemap.setProps("notices", {
      sendNotifications: [
        { action: "show", message: text, autoClose: 12000, className: `notice notice-${kind}`, withCloseButton: true },
      ],
    });

  async function send(button, file) {
    const [kind, id, purpose] = button.dataset.upload.split(":");
    if (file.size > Number(button.dataset.most)) return say(`${file.name}：${button.dataset.tooLarge}`, "problem");
    const form = new FormData();
    for (const [key, value] of Object.entries({ kind, id, purpose, file })) form.append(key, value);
    try {
      const answer = await fetch("/api/v1/files", { method: "POST", body: form });
      if (!answer.ok) return say(await answer.text(), "problem");
      const { change } = await answer.json();
      window.onemap.setProps("change", { data: change });
    } catch {
      say(button.dataset.failed, "problem");
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-upload]");
    if (!button) return;
    const chooser = document.createElement("input");
    chooser.type = "file";
    chooser.multiple = true;
    chooser.accept = button.dataset.accept;
    chooser.className = "file-chooser";
    chooser.hidden = true;
    chooser.addEventListener("change", async () => {
      const words = button.textContent;
      button.disabled = true;
      button.textContent = button.dataset.sending;
      for (const file of chooser.files) await send(button, file);
      button.textContent = words;
      button.disabled = false;
      chooser.remove();
    });
    document.body.append(chooser);
    chooser.click();
  });
})();
