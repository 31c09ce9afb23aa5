// The small things every part of the page uses: making elements, what the browser keeps, sentences that pass, menus, dialogs.

export const $ = (id) => document.getElementById(id);

export function kept(name, fallback) {
  try { return JSON.parse(localStorage.getItem(`ktd.${name}`)) ?? fallback; } catch { return fallback; }
}
// Names what was played in (the server writes it into the page): after `--fresh` another one.
export const WORLD = document.documentElement.dataset.world;
export const keep = (name, value) => localStorage.setItem(`ktd.${name}`, JSON.stringify(value));

// Whether this browser was in another world before.
export const ANEW = kept("world", WORLD) !== WORLD;
// Of another world nothing counts here but how the page looks.
if (ANEW) {
  for (const name of Object.keys(localStorage)) if (name.startsWith("ktd.") && name !== "ktd.theme") localStorage.removeItem(name);
}
keep("world", WORLD);

export function element(name, style = "", text = "") {
  const made = document.createElement(name);
  if (style) made.className = style;
  if (text) made.textContent = text;
  return made;
}

export function avatar(name, id) {
  const made = element("span", `avatar tint${id % 6}`, name.split(" ").slice(-2).map((word) => word[0]).join(""));
  made.setAttribute("aria-hidden", "true");
  return made;
}

let fading = 0;
export function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { $("toast").hidden = true; }, Math.max(3500, text.length * 60));
}

export function notice(text) {
  $("notice").querySelector("p").textContent = text;
  $("notice").showModal();
}
$("notice").querySelector("button").onclick = () => $("notice").close();

export function picture(source, words) {
  const shown = $("picture").querySelector("img");
  shown.src = source;
  shown.alt = words;
  $("picture").querySelector("a").href = source;
  $("picture").showModal();
}
$("picture").onclick = (event) => { if (event.target.tagName !== "A") $("picture").close(); };

// A menu beside what opened it; items are [words, act]. Arrows move, Escape leaves, focus goes back.
let opener = null;
export function openMenu(anchor, items, at = null) {
  opener = anchor;
  $("menu").replaceChildren(...items.map(([words, act]) => {
    const item = element("button", "", words);
    item.type = "button";
    item.setAttribute("role", "menuitem");
    item.onclick = () => { closeMenu(); act(); };
    return item;
  }));
  $("menu").hidden = false;
  const place = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = $("menu");
  const left = at ? at.x : place.left;
  const top = at ? at.y : place.top - height - 4;
  $("menu").style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  $("menu").style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
  $("menu").firstElementChild.focus({ preventScroll: true });
}
export function closeMenu() {
  if ($("menu").hidden) return;
  const inside = $("menu").contains(document.activeElement);
  $("menu").hidden = true;
  if (inside) opener?.focus({ preventScroll: true });
}
$("menu").onkeydown = (event) => {
  const items = [...$("menu").children];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) { event.preventDefault(); items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus(); }
  if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); closeMenu(); }
};
addEventListener("pointerdown", (event) => { if (!$("menu").contains(event.target)) closeMenu(); }, true);
