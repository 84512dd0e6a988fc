/* Words of the program and texts for elsewhere: a notice in the shell's outlet, and copying, with and without https. */
(function () {
  "use strict";

  const onemap = window.onemap;

  /** Show one notice; ``kind`` is ``problem`` or ``done``. One with a name is taken away by `unsay`. */
  function notify(message, kind = "done", name = undefined) {
    const notice = {
      ...(name && { id: name }),
      action: "show",
      message,
      autoClose: kind === "problem" ? 12000 : 4000,
      className: `notice notice-${kind}`,
      withCloseButton: true,
    };
    onemap.setProps("notices", { sendNotifications: [notice] });
  }

  const unsay = (name) => onemap.setProps("notices", { hideNotifications: [name] });

  /** On plain http the browser keeps its clipboard to itself; a selected field can still be copied. */
  function copiedByHand(text) {
    const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
    field.style.cssText = "position:fixed;top:0;left:-9999px";
    const before = document.activeElement;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (before && before.focus) before.focus({ preventScroll: true });
    return done;
  }

  async function written(text) {
    if (!window.isSecureContext || !navigator.clipboard) return false;
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false, // the reader or the browser said no: the other way is tried
    );
  }

  /** Whether the text is in the clipboard now. */
  const toClipboard = async (text) => (await written(text)) || copiedByHand(text);

  /** Copy a text and say so; where nothing can be copied, the notice shows the text itself. */
  async function copy(text) {
    const done = await toClipboard(text);
    notify(onemap.draw.words(done ? "copied" : "not_copied", { text }), done ? "done" : "problem");
    return done;
  }

  Object.assign(onemap, { notify, unsay, toClipboard, copy });
})();
