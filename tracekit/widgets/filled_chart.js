// Draws a chart once, then changes its rows and parameters; every click on a mark is sent.
async function libraryOf(model) {
  const engine = await model.widget_manager.get_model(model.get("engine").slice("IPY_MODEL_".length));
  if (!engine.library) {
    const script = new Blob([engine.get("script")], { type: "text/javascript" });
    engine.library = import(URL.createObjectURL(script));
  }
  return engine.library;
}

async function render({ model, el }) {
  const { vegaEmbed } = await libraryOf(model);
  let shown = model.get("filled");
  const rows = structuredClone(shown.rows);
  const spec = { ...structuredClone(model.get("spec")), datasets: rows, ...shown.size };
  const { view, finalize } = await vegaEmbed(el, spec, { actions: false, renderer: "svg" });

  const fill = () => {
    shown = model.get("filled");
    for (const [name, values] of Object.entries(shown.rows)) view.data(name, structuredClone(values));
    const { width, height, description } = shown.size;
    view.width(width).height(height).description(description);
  };
  const set = () => {
    for (const [name, value] of Object.entries(model.get("params"))) view.signal(name, value);
  };
  const refill = () => { fill(); set(); view.runAsync(); };
  const reset = () => { set(); view.runAsync(); };
  view.addEventListener("click", (event, item) => {
    if (item?.datum) model.send({ number: shown.number, row: { ...item.datum } });
  });
  model.on("change:filled", refill);
  model.on("change:params", reset);
  refill(); // what came while it was embedded
  return () => {
    model.off("change:filled", refill);
    model.off("change:params", reset);
    finalize();
  };
}

export default { render };
