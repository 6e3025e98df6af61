// Keeps lists fresh while nobody is typing, and asks before what cannot be undone. Everything works without it.
const busy = () =>
  document.hidden ||
  ["INPUT", "SELECT", "TEXTAREA"].includes(document.activeElement?.tagName) ||
  String(getSelection()) !== "";

async function refresh() {
  if (busy()) return;
  const url = new URL(location.href);
  url.searchParams.delete("note");
  const answer = await fetch(url, { headers: { accept: "text/html" } });
  if (!answer.ok || busy()) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (other && other.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) {
      part.innerHTML = other.innerHTML;
    }
  }
}

setInterval(() => refresh().catch(() => {}), 2000);

document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});
