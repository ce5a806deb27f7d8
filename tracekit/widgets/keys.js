// In JupyterLab a key that is pressed outside a text box is a command of the notebook: an arrow
// moves to another cell, X cuts it. In the panel that this stands in, keys belong to its controls;
// with Ctrl, Alt or Cmd they stay JupyterLab's. A control that is gone hands the focus on, and a
// screen reader speaks what is said here.
const SUPPRESS = "data-lm-suppress-shortcuts";
const CONTROLS = "button, input, select, textarea, [tabindex='0']";
// Out of the flow at the corner: it takes no room, and makes nothing scroll.
const UNSEEN =
  "position:fixed;top:0;left:0;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)";

const usable = (control) => control.isConnected && !control.disabled && control.checkVisibility();
const follows = (one, other) =>
  one.isConnected && one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;

// Where a person goes on: the title of what was folded, the page that was opened, the next control.
function instead([lost, ...around]) {
  for (const box of around.filter(usable)) {
    const title = box.matches(".tracekit-fold") && box.querySelector("button");
    const page = box.matches(".widget-tab-contents") &&
      box.parentElement.querySelector("[role=tab].lm-mod-current");
    const controls = [...box.querySelectorAll(CONTROLS)].filter(usable);
    const next = controls.find((one) => follows(lost, one));
    const main = controls.find((one) => one.matches(".mod-primary")); // what "Stop" stopped
    const found = title || page || next || main || controls.at(-1);
    if (found) return found;
  }
  return null;
}

function render({ model, el }) {
  const spoken = document.createElement("div");
  spoken.setAttribute("role", "status");
  el.style.cssText += UNSEEN;
  el.append(spoken);
  let way = [];

  const keep = (event) => {
    const panel = el.parentElement;
    if (!panel || !panel.contains(event.target)) return;
    // On what has the focus itself: JupyterLab asks it first, then what is around it.
    event.target.toggleAttribute(SUPPRESS, !(event.ctrlKey || event.altKey || event.metaKey));
  };
  const here = (event) => {
    way = [];
    const panel = el.parentElement;
    if (!panel?.contains(event.target)) return;
    for (let at = event.target; at !== panel; at = at.parentElement) way.push(at);
    way.push(panel);
  };
  const gone = (event) => {
    if (!way.length || event.relatedTarget) return;
    const left = way;
    const handOn = () => {
      if (document.activeElement === document.body && !usable(left[0])) instead(left)?.focus();
    };
    setTimeout(handOn, 50); // when all that happens at once has happened
  };
  const speak = () => { spoken.textContent = model.get("said"); };
  // Before JupyterLab's own listener, which is the document's.
  window.addEventListener("keydown", keep, true);
  document.addEventListener("focusin", here);
  document.addEventListener("focusout", gone);
  model.on("change:said", speak);
  return () => {
    window.removeEventListener("keydown", keep, true);
    document.removeEventListener("focusin", here);
    document.removeEventListener("focusout", gone);
    model.off("change:said", speak);
  };
}

export default { render };
