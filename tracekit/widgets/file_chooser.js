// Files go to the kernel piece by piece, each asked for, so that no server loses a large one.
const PIECE = 1024 * 1024;

function render({ model, el }) {
  const label = document.createElement("label");
  label.append(model.get("words") + " ");
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.title = model.get("hint");
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  label.append(input);
  el.classList.add("tracekit-files");
  el.append(label, said);

  let sending = null; // [file, bytes sent]; the kernel asks for the next piece
  let waiting = [];

  const next = async () => {
    if (!sending) {
      const file = waiting.shift();
      if (!file) return;
      sending = { file, at: 0 };
      model.send({ what: "begin", name: file.name, size: file.size });
      return;
    }
    const { file, at } = sending;
    if (at >= file.size) {
      sending = null;
      said.textContent = "";
      model.send({ what: "end" });
      return;
    }
    let piece;
    try {
      piece = await file.slice(at, at + PIECE).arrayBuffer();
    } catch {
      sending = null;
      model.send({ what: "lost", name: file.name });
      return;
    }
    if (sending === null) return;
    sending.at = at + piece.byteLength;
    said.textContent = ` ${file.name}: ${Math.floor((100 * sending.at) / file.size)} %`;
    model.send({ what: "piece" }, undefined, [piece]);
  };

  const answered = (message) => {
    if (message === "next") next();
    if (message === "stop") {
      sending = null;
      waiting = [];
      said.textContent = "";
      input.value = "";
    }
  };
  const chosen = () => {
    const busy = sending !== null;
    waiting.push(...input.files);
    if (!busy) next();
  };
  model.on("msg:custom", answered);
  input.addEventListener("change", chosen);
  return () => model.off("msg:custom", answered);
}

export default { render };
