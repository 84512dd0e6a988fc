/* The foot of every printed page: number, time of the facts, who printed it and when, and which page it is. */
(function () {
  "use strict";

  const quoted = (text) => `"${String(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", " ")}"`;

  function foot(page) {
    const { paper, paperOf, paperFoot, paperPage } = page.dataset;
    const clock = document.getElementById("updated");
    const role = document.querySelector(".top-right .mantine-Select-input");
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    const words = paperFoot
      .replace("[number]", paper)
      .replace("[as_of]", `${day} ${clock ? clock.textContent : ""}`)
      .replace("[who]", role ? role.value : "")
      .replace("[time]", `${day} ${two(now.getHours())}:${two(now.getMinutes())}`);
    const style = `font-size: 8pt; color: #444; font-family: ${getComputedStyle(document.body).fontFamily};`;
    const [before, after] = paperPage.split("[page]");
    return `@page {
      @top-left { content: ${quoted(paperOf)}; ${style} }
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
