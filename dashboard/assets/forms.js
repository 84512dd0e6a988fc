// What forms and pages do in the browser alone.
window.dashMantineFunctions = window.dashMantineFunctions || {};

// The server has already searched; every option it sent is shown.
window.dashMantineFunctions.keepAll = ({ options }) => options;

window.dash_clientside = Object.assign({}, window.dash_clientside, {
  onemapForms: {
    print(clicks) {
      if (clicks) window.print();
      return window.dash_clientside.no_update;
    },
  },
});

// 更多: the rare buttons of a page on a phone.
document.addEventListener("click", ({ target }) => {
  const button = target.closest(".fold-button");
  if (button) button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true"));
});
