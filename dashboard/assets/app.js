/* The shell in the browser: navigation marks, theme, acting role, the address as the truth of filters.
   Only namespaces are registered while loading; `dash_clientside.set_props` and its like are used when called. */
(function () {
  "use strict";

  const YEAR = 31536000;
  const noUpdate = () => window.dash_clientside.no_update;
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);

  /* Address: every filter is a key of the query; pages hear of changes through dcc.Location. */
  const address = {
    query: () => new URLSearchParams(window.location.search),

    /** Go to another query of this page; a step back in the browser undoes it. */
    go(query) {
      const text = query.toString();
      const url = window.location.pathname + (text ? "?" + text : "") + window.location.hash;
      if (url === window.location.pathname + window.location.search + window.location.hash) return;
      address.visit(url);
    },

    /** Go to an address of the program without a new document. */
    visit(href) {
      window.history.pushState({}, "", href);
      window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    },

    /** A plain click on a link needs no new document; answers whether it was one. */
    follow(event, link) {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.hasAttribute("download")) return false;
      event.preventDefault();
      address.visit(link.getAttribute("href"));
      return true;
    },

    /** Add or take away one value of a key that holds several. */
    toggle(key, value) {
      const query = this.query();
      const had = query.has(key, value);
      if (had) query.delete(key, value);
      else query.append(key, value);
      this.go(query);
    },

    /** Set keys that hold one value; empty means no limit. */
    set(values) {
      const query = this.query();
      for (const [key, value] of Object.entries(values)) {
        if (value) query.set(key, value);
        else query.delete(key);
      }
      this.go(query);
    },
  };

  function cookie(name, value) {
    document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=strict`;
  }

  function arrived(title, pathname) {
    if (title && title !== document.title) {
      document.title = title;
      say(title);
    }
    menu(false);
    const links = [...document.querySelectorAll(".nav-link")];
    const fits = (link) => pathname === link.pathname || (link.pathname !== "/" && pathname.startsWith(link.pathname + "/"));
    for (const link of links) {
      if (fits(link)) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  /** Tell a screen reader, and nobody else. */
  function say(words) {
    document.getElementById("told").textContent = words;
  }

  function menu(open) {
    document.querySelector(".top-bar").classList.toggle("is-open", open);
    document.querySelector(".menu-button").setAttribute("aria-expanded", String(open));
  }

  document.addEventListener("click", ({ target }) => {
    if (target.closest(".menu-button")) menu(!target.closest(".top-bar").classList.contains("is-open"));
    else if (!target.closest(".top-bar, [data-portal]")) menu(false);
  });
  document.addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape" && target.closest(".top-bar.is-open")) menu(false);
  });

  function switchTheme(clicks) {
    if (!clicks) return [noUpdate(), noUpdate()];
    const root = document.documentElement;
    const theme = root.dataset.theme === "dark" ? "light" : "dark";
    root.dataset.theme = theme;
    cookie("onemap-theme", theme);
    return [theme, theme];
  }

  function speak(clicks) {
    if (!clicks) return;
    cookie("onemap-lang", document.getElementById("language-button").dataset.language);
    window.location.reload();
  }

  async function actAs(key) {
    if (!key) return;
    const answer = await fetch("/viewer", { method: "POST", body: new URLSearchParams({ viewer: key }) });
    if (!answer.ok) return;
    onemap.hash.write({ map: "" }); // somebody else's jurisdiction opens where it lies
    window.location.reload();
  }

  /* What joins the living map: an asset file adds ``{begin(map, state), filtered(query), click(event), leave()}``, each
     of them optional; a ``click`` that answers true has taken the click for itself. */
  const tools = {
    all: [],
    add(tool) {
      this.all.push(tool);
    },
    call(what, ...facts) {
      for (const tool of this.all) if (tool[what]) tool[what](...facts);
    },
    /** Ask one after another until one has taken it; the others do not hear of it. */
    taken(what, ...facts) {
      return this.all.some((tool) => tool[what] && tool[what](...facts));
    },
  };

  const onemap = { tools, address, arrived, switchTheme, speak, actAs, say, setProps };
  window.dash_clientside = Object.assign({}, window.dash_clientside, { onemap });
  window.onemap = onemap;
})();
