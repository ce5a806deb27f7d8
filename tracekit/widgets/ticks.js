// A list to tick: each choice in full, with a box (or one of several) before it. Texts are only ever
// set as text.
let lists = 0;

function render({ model, el }) {
  const group = `tracekit-ticks-${(lists += 1)}`;
  const field = document.createElement("fieldset");
  const legend = document.createElement("legend");
  field.append(legend);
  field.style.cssText = "border:0;margin:0;padding:0;min-width:0;max-width:100%";
  legend.style.cssText = "padding:0;font-weight:600";
  el.append(field);
  let boxes = [];

  const choice = ([words, name]) => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = model.get("one") ? "radio" : "checkbox";
    box.name = group;
    box.value = name;
    box.style.cssText = "margin:.2em .5em 0 0;flex:none";
    label.style.cssText =
      "display:flex;align-items:flex-start;max-width:58em;padding:.1em 0;line-height:1.4;overflow-wrap:anywhere";
    const text = document.createElement("span");
    text.textContent = words;
    label.append(box, text);
    field.append(label);
    return box;
  };
  const options = () => {
    boxes.forEach((box) => box.parentElement.remove());
    boxes = model.get("options").map(choice);
    state();
  };
  const state = () => {
    const chosen = model.get("value");
    legend.textContent = model.get("description");
    field.disabled = model.get("disabled");
    boxes.forEach((box) => (box.checked = chosen.includes(box.value)));
  };
  field.addEventListener("change", () => {
    model.set("value", boxes.filter((box) => box.checked).map((box) => box.value));
    model.save_changes();
  });
  model.on("change:options", options);
  model.on("change:value change:disabled change:description", state);
  options();
  return () => {
    model.off("change:options", options);
    model.off("change:value change:disabled change:description", state);
  };
}

export default { render };
