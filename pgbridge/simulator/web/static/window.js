// In a window that has ended: tells the page that opened it, and no other.
const told = document.getElementById("told");
if (told) {
  const { message, target } = JSON.parse(told.textContent);
  const back = () => {
    const page = window.opener ?? (window.parent === window ? null : window.parent);
    page?.postMessage(message, target);
  };
  const button = document.getElementById("back");
  if (button) button.addEventListener("click", back);
  else back();
}
