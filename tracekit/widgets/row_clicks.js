// A click on a row of the table that stands before this part tells the kernel which row it was.
function render({ model, el }) {
  const clicked = (event) => {
    const table = el.previousElementSibling;
    const row = event.target.closest?.("tbody tr");
    if (!table || !row || !table.contains(row)) return;
    if (!document.getSelection().isCollapsed) return; // somebody marks text to copy it
    model.send({ row: [...row.parentElement.children].indexOf(row) });
  };
  // What is told about the row stands before the table.
  const shown = () =>
    el.previousElementSibling?.previousElementSibling?.scrollIntoView({ block: "nearest" });
  document.addEventListener("click", clicked);
  model.on("msg:custom", shown);
  return () => {
    document.removeEventListener("click", clicked);
    model.off("msg:custom", shown);
  };
}

export default { render };
