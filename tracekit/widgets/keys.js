// In JupyterLab a key that is pressed outside a text box is a command of the notebook: an arrow
// moves to another cell, X cuts it. In the panel that this stands in, keys belong to its controls;
// with Ctrl, Alt or Cmd they stay JupyterLab's.
const SUPPRESS = "data-lm-suppress-shortcuts";

function render({ el }) {
  const keep = (event) => {
    const panel = el.parentElement;
    if (!panel || !panel.contains(event.target)) return;
    // On what has the focus itself: JupyterLab asks it first, then what is around it.
    event.target.toggleAttribute(SUPPRESS, !(event.ctrlKey || event.altKey || event.metaKey));
  };
  // Before JupyterLab's own listener, which is the document's.
  window.addEventListener("keydown", keep, true);
  return () => window.removeEventListener("keydown", keep, true);
}

export default { render };
