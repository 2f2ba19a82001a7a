/**
 * <ratings-explorer> offers the chart inside as one that can be explored with the mouse.
 *
 * Without it, or when loading fails, the plain chart stays; it shows the same figures.
 * plotly.js is large, so it is fetched only when somebody asks for it, and once for all
 * charts of a page. The figure comes from the script element that data-figure names; every
 * position, label and text in it was made by the server. Texts come as data-open, data-close and data-failed.
 */
// What all charts of the page share: the promise that the library is there.
let loading;

class RatingsExplorer extends HTMLElement {
  #plain;
  #plot;
  #button;

  connectedCallback() {
    this.#plain = this.querySelector("[data-plain]");
    this.#button = document.createElement("button");
    this.#button.type = "button";
    this.#button.className = "button button--quiet no-print";
    this.#button.textContent = this.dataset.open;
    this.#button.addEventListener("click", () => this.#toggle());
    this.append(this.#button);
  }

  async #toggle() {
    if (this.#plot && !this.#plot.hidden) return this.#show(this.#plain);
    try {
      if (!this.#plot) await this.#draw();
      this.#show(this.#plot);
    } catch {
      this.#button.replaceWith(this.dataset.failed);
    }
  }

  #show(element) {
    this.#plain.hidden = element !== this.#plain;
    this.#plot.hidden = element !== this.#plot;
    this.#button.textContent =
      element === this.#plot ? this.dataset.close : this.dataset.open;
  }

  #load() {
    loading ??= this.#fetch();
    return loading;
  }

  #fetch() {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = this.dataset.style;
    // By this id and class plotly.js knows that its rules are there already; it would
    // otherwise add them inline, which the site does not allow.
    style.id = "plotly.js-style-global";
    style.className = "no-inline-styles";
    // The same for the rules of maps, which the bundle brings along and we do not draw.
    const maps = document.createElement("meta");
    maps.id = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
    document.head.append(maps);
    const script = document.createElement("script");
    script.src = this.dataset.script;
    const loaded = [style, script].map(
      (element) =>
        new Promise((resolve, reject) => {
          element.addEventListener("load", resolve);
          element.addEventListener("error", reject);
        }),
    );
    document.head.append(style, script);
    return Promise.all(loaded);
  }

  async #draw() {
    const figure = JSON.parse(document.getElementById(this.dataset.figure).textContent);
    await this.#load();
    this.#plot = document.createElement("div");
    this.#plot.className = "ratings-plot";
    this.insertBefore(this.#plot, this.#button);
    await window.Plotly.newPlot(this.#plot, this.#traces(figure), this.#layout(figure), {
      responsive: true,
      displaylogo: false,
      // Not only under a mouse: its buttons are reached by keyboard as well.
      displayModeBar: true,
      plotlyServerURL: "",
      modeBarButtonsToRemove: [
        "sendChartToCloud",
        "select2d",
        "lasso2d",
        "zoomIn2d",
        "zoomOut2d",
      ],
    });
    // The table says the same to those who cannot see the drawing.
    for (const drawing of this.#plot.querySelectorAll(".main-svg"))
      drawing.setAttribute("aria-hidden", "true");
    // The names of the buttons are plotly's own.
    this.#plot.querySelector(".modebar")?.setAttribute("lang", "en");
  }

  /** The colour of a tone, as the style sheet gives it in the current theme. */
  #color(name, property = "fill") {
    const probe = this.querySelector(`.chart-legend__swatch ${name}`);
    return getComputedStyle(probe)[property];
  }

  #traces(figure) {
    return figure.traces.map((trace) => ({
      ...trace,
      textposition: "inside",
      insidetextanchor: "middle",
      // Upright: what has no room has no label anyway.
      textangle: 0,
      constraintext: "none",
      insidetextfont: { size: 12, color: this.#ink(trace.meta.tone) },
      hovertemplate: "%{y}<br>%{hovertext}<extra></extra>",
      marker: {
        color: this.#color(`[data-tone="${trace.meta.tone}"]`),
        pattern: this.#pattern(trace.meta.tone),
        line: { color: getComputedStyle(document.body).backgroundColor, width: 2 },
      },
    }));
  }

  /** The colour of the label in a part, as in the plain chart. */
  #ink(tone) {
    const label = this.querySelector(`.rating-bar__label[data-tone="${tone}"]`);
    // Between the stripes of the neutral one sees the page.
    if (tone === "neutral" || label === null) return getComputedStyle(this).color;
    return getComputedStyle(label).fill;
  }

  /** What tells the parts apart where there are no colours, as in the plain chart. */
  #pattern(tone) {
    if (tone === "neutral") return { shape: "/", size: 6 };
    if (tone.startsWith("favourable")) return undefined;
    return {
      shape: ".",
      size: 6,
      solidity: 0.25,
      fillmode: "overlay",
      fgcolor: getComputedStyle(this.querySelector(".chart-legend__hatch")).fill,
    };
  }

  #layout(figure) {
    const style = getComputedStyle(this);
    const line = (x) => ({
      type: "line",
      xref: "x",
      yref: "paper",
      x0: x,
      x1: x,
      y0: 0,
      y1: 1,
      line: { color: style.color, width: 1 },
    });
    return {
      barmode: "overlay",
      bargap: 0.35,
      height: 160 + 64 * figure.rows.length,
      // The buttons stand above the bars.
      margin: { l: 8, r: 24, t: 48, b: 8 },
      modebar: {
        bgcolor: "rgba(0,0,0,0)",
        color: style.color,
        activecolor: style.color,
      },
      font: { family: style.fontFamily, size: 14, color: style.color },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      legend: { orientation: "h", y: -0.02, traceorder: "normal" },
      xaxis: {
        range: [-0.01 * figure.width, 1.01 * figure.width],
        visible: figure.marks.length > 0,
        showgrid: false,
        zeroline: false,
        side: "top",
        tickvals: figure.marks.map(([at]) => at),
        ticktext: figure.marks.map(([, text]) => text),
        fixedrange: false,
      },
      yaxis: {
        autorange: "reversed",
        categoryorder: "array",
        categoryarray: figure.rows,
        tickvals: figure.rows,
        ticktext: figure.labels,
        automargin: true,
        fixedrange: true,
      },
      shapes: [
        line(figure.zero),
        // The ends of bars that go from 0 to a whole.
        ...figure.marks.slice(1).map(([at]) => ({
          ...line(at),
          line: { color: style.color, width: 1, dash: "dot" },
        })),
        ...(figure.has_neutral ? [line(figure.neutral_start)] : []),
      ],
    };
  }
}

customElements.define("ratings-explorer", RatingsExplorer);
