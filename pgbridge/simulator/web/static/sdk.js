// What the stand-ins for both browser SDKs share: asking the simulator for a window, showing it, hearing how it ended.
// The server puts this in front of an API's own script, inside one function; the SDK asks for nothing but these names.

const script =
  document.currentScript ?? [...document.scripts].find((each) => new URL(each.src, location).pathname === SCRIPT_PATH);
const home = new URL(script.src).origin;

const mobile = () =>
  /Android|iPhone|iPad|iPod|Mobile/i.test(navigator.userAgent) ||
  (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
const platform = () => (mobile() ? "mobile" : "pc");

class Refused extends Error {
  constructor(answer) {
    super(answer.message ?? answer.error_msg ?? "refused");
    this.answer = answer;
  }
}

async function ask(path, body) {
  const response = await fetch(home + path, {
    method: "POST",
    // A plain request: it needs no preflight and carries no cookies.
    headers: { "content-type": "text/plain;charset=UTF-8" },
    credentials: "omit",
    referrerPolicy: "no-referrer",
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the simulator at ${home} answered ${response.status}`);
  return response.json();
}

// Parameters as JSON carries them: functions and undefined are left out, as the real SDKs leave them out.
const plain = (value) => JSON.parse(JSON.stringify(value ?? null));

let current = null;

/**
 * Opens a window and gives what it says when it ends: `{result, redirect}`.
 * Rejects with `Refused` where none opens. A window that takes over the page never ends here.
 */
async function open({ func, args, how, init = [], dim = true, center = true }) {
  close();
  // A popup must be opened while the browser still knows of the click.
  const popup = how === "popup" ? openPopup(center) : null;
  let reply;
  try {
    reply = await ask("/sdk/windows", {
      function: func,
      arguments: args.map(plain),
      init,
      platform: platform(),
      how: popup ? "popup" : how === "popup" ? "iframe" : how,
      page: location.href,
      userAgent: navigator.userAgent,
    });
  } catch (error) {
    popup?.close();
    throw error;
  }
  if (reply.refused) {
    popup?.close();
    throw new Refused(reply.refused);
  }
  if (reply.how === "redirection") {
    popup?.close();
    location.assign(home + reply.path);
    return new Promise(() => {});
  }
  return popup && reply.how === "popup" ? inPopup(popup, reply) : inFrame(reply, dim);
}

function openPopup(center) {
  const [width, height] = [460, 760];
  const left = center ? window.screenX + Math.max(0, (window.outerWidth - width) / 2) : 0;
  const top = center ? window.screenY + Math.max(0, (window.outerHeight - height) / 2) : 0;
  return window.open("about:blank", "_blank", `popup,width=${width},height=${height},left=${left},top=${top}`);
}

function heard(reply, source, settle) {
  const listen = (event) => {
    if (event.origin !== home || event.source !== source() || event.data?.window !== reply.window) return;
    settle(event.data);
  };
  window.addEventListener("message", listen);
  return () => window.removeEventListener("message", listen);
}

function inPopup(popup, reply) {
  return new Promise((resolve, reject) => {
    const finish = (data) => {
      clearInterval(watch);
      deaf();
      current = null;
      popup.close();
      if (!data.lost) resolve(data);
    };
    const deaf = heard(reply, () => popup, finish);
    const left = () => ask(`${reply.path}/closed`, {}).then(finish, reject);
    const watch = setInterval(() => {
      if (!popup.closed) return;
      clearInterval(watch);
      left();
    }, 300);
    current = () => {
      popup.close();
    };
    popup.location.replace(home + reply.path);
  });
}

function inFrame(reply, dim) {
  return new Promise((resolve, reject) => {
    const before = document.activeElement;
    const cover = document.createElement("div");
    Object.assign(cover.style, {
      position: "fixed",
      inset: "0",
      zIndex: "2147483647",
      display: "grid",
      placeItems: "center",
      background: dim ? "rgba(10, 14, 22, 0.55)" : "transparent",
    });
    cover.setAttribute("role", "dialog");
    cover.setAttribute("aria-modal", "true");
    cover.setAttribute("aria-label", "Payment window");
    const frame = document.createElement("iframe");
    frame.title = "Payment window (simulated)";
    frame.src = home + reply.path;
    frame.allow = "";
    frame.className = "pgbridge-window";
    const small = mobile();
    Object.assign(frame.style, {
      border: "0",
      width: small ? "100%" : "min(480px, 100%)",
      height: small ? "100%" : "min(780px, 100%)",
      borderRadius: small ? "0" : "14px",
      background: "Canvas",
      boxShadow: "0 20px 60px rgba(0, 0, 0, 0.35)",
    });
    const finish = (data) => {
      deaf();
      current = null;
      cover.remove();
      before?.focus?.();
      if (!data.lost) resolve(data);
    };
    const deaf = heard(reply, () => frame.contentWindow, finish);
    current = () => {
      ask(`${reply.path}/closed`, {}).then(finish, reject);
    };
    cover.append(frame);
    document.body.append(cover);
    frame.addEventListener("load", () => frame.focus(), { once: true });
  });
}

function close() {
  current?.();
}

// Leaves the page where the window's result belongs into an address.
function leave(data) {
  if (!data.redirect) return false;
  location.assign(data.redirect);
  return true;
}

// The element that a button is drawn into, found as the documents of `loadUI` describe it.
function container(type) {
  const same = (text) => text?.toLowerCase().replaceAll("_", "-") === type.toLowerCase().replaceAll("_", "-");
  const all = [...document.querySelectorAll(".portone-ui-container")];
  if (all.length === 0) throw new Error("portone-ui-container를 찾을 수 없습니다.");
  if (all.length === 1 && !all[0].dataset.portoneUiType) return all[0];
  const fitting = all.filter((each) => same(each.dataset.portoneUiType));
  if (fitting.length === 0) throw new Error("data-portone-ui-type에 올바른 UI 타입을 입력해주세요.");
  if (fitting.length > 1) throw new Error("동일한 data-portone-ui-type을 갖는 DOM element가 2개 이상 존재합니다.");
  return fitting[0];
}

function draw(type, label, press) {
  const place = container(type);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.className = "pgbridge-ui-button";
  Object.assign(button.style, {
    font: "600 16px system-ui, sans-serif",
    padding: "12px 20px",
    width: "100%",
    border: "1px solid #c8a415",
    borderRadius: "6px",
    background: "#ffc439",
    color: "#111",
    cursor: "pointer",
  });
  button.addEventListener("click", press);
  place.replaceChildren(button);
}
