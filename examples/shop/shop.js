const output = document.querySelector("output");
const mobile = /Android|iPhone|iPad|Mobile/i.test(navigator.userAgent);

const post = (path, body) =>
  fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

// Loads an SDK once. A real page has one of them, in a <script> element of its own.
function load(src) {
  if (document.querySelector(`script[src="${src}"]`)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src, onload: resolve, onerror: () => reject(new Error(`cannot load ${src}`)) });
    document.head.append(script);
  });
}

// V1 takes a callback, V2 gives a promise. On a phone both may leave the page instead, and come back to redirect_url.
function openWindow(call) {
  const [name, method] = call.function.split(".");
  const sdk = window[name];
  if (name === "PortOne") return sdk[method](...call.arguments);
  const [init, ...codes] = call.init;
  sdk[init.split(".")[1]](...codes);
  return new Promise((resolve) => sdk[method](...call.arguments, resolve));
}

async function buy(kind) {
  output.textContent = "waiting for the window";
  const api = document.querySelector("input[name=api]:checked").value;
  const answer = await post("orders", { kind, api, platform: mobile ? "mobile" : "pc" });
  const call = await answer.json();
  if (!answer.ok) {
    output.textContent = call.problems.join("\n");
    return;
  }
  await load(call.script);
  const result = await openWindow(call);
  const done = await post(`done?order=${call.order}`, result);
  output.textContent = (await done.json()).truth;
}

for (const button of document.querySelectorAll("button")) {
  button.addEventListener("click", () => buy(button.dataset.kind).catch((error) => (output.textContent = error.message)));
}
