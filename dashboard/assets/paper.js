/* Head and foot of every printed page: number, time and chain of the facts, who printed it when, which page it is. */
(function () {
  "use strict";

  const quoted = (text) => `"${String(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", " ")}"`;

  /** This minute by the calendar of the county, whose distance from UTC stands at the end of `dateTime`. */
  function here(dateTime) {
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(dateTime);
    const ahead = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60000;
    return new Date(Date.now() + ahead).toISOString().slice(0, 16).replace("T", " ");
  }

  function foot(page) {
    const { paper, paperOf, paperFoot, paperPage } = page.dataset;
    const { dateTime } = document.getElementById("updated");
    const role = document.querySelector(".top-right .mantine-Select-input");
    const words = paperFoot
      .replace("[number]", paper)
      .replace("[as_of]", `${dateTime.slice(0, 10)} ${dateTime.slice(11, 19)}`)
      .replace("[who]", role ? role.value : "")
      .replace("[time]", here(dateTime));
    const style = `font-size: 8pt; color: #444; font-family: ${getComputedStyle(document.body).fontFamily};`;
    const [before, after] = paperPage.split("[page]");
    const head = page.querySelector("[data-paper-head]");
    return `@page {
      @top-left { content: ${quoted(paperOf)}; ${style} }
      @top-right { content: ${quoted(head ? head.dataset.paperHead : "")}; ${style} }
      @bottom-left { content: ${quoted(words)}; ${style} width: 85%; }
      @bottom-right { content: ${quoted(before)} counter(page) " / " counter(pages) ${quoted(after)}; ${style} }
    }`;
  }

  window.addEventListener("beforeprint", () => {
    document.getElementById("paper-foot")?.remove();
    const page = document.querySelector("[data-paper]");
    if (!page) return;
    const style = document.createElement("style");
    style.id = "paper-foot";
    style.textContent = foot(page);
    document.head.append(style);
  });
})();
