// The page: looks at the server, draws what it says, does what one taps. No library, no build.

import { $, ANEW, avatar, element, keep, kept, toast, WORLD } from "./dom.js";
import { Chat } from "./chat.js";
import { Guide } from "./guide.js";
import { clock, day } from "./messages.js";
import { ask, look } from "./server.js";

const DUTIES = { chair: "Trưởng khối", vice_chair: "Phó Trưởng khối" };
const THEMES = [["light dark", "◐ Theo máy"], ["light", "☀ Sáng"], ["dark", "☾ Tối"]];
const BREATH = 120; // between two looks, so that a busy bot does not keep the browser drawing
const RETRY_AT_MOST = 4000;
const OLDER = 100;
const DONE_SHOWN = 20000;

let me = kept("me", 1001);
let count = 80;
let chosen = kept("group", 0); // the group one looks at; the server chooses where one is not in it
let state = null;
let looking = new AbortController();
let ahead = 0;
let progressClosed = true; // shown to those who saw it played
let unfinishedClosed = null; // the share at which one put the question aside
const pending = new Map(); // the start code of a link that was opened, by person
const marked = {};

const wide = matchMedia("(min-width: 861px)");
const shown = (kind) => wide.matches || document.body.dataset.pane === kind;
const page = { me: () => me, link, invite, shown, older };
const chats = { private: new Chat("private", page), group: new Chat("group", page) };
const guide = new Guide({ fill: (pane, text) => { show(pane); chats[pane].composer.fill(text); } });

async function watch() {
  let failed = 0;
  for (;;) {
    looking = new AbortController();
    const asked = `${me}/${count}/${chosen}`;
    let found;
    try {
      found = await look(me, state?.asked === asked && !failed ? state.seen : -1, count, chosen, looking.signal);
    } catch (error) {
      if (error.name === "AbortError") continue;
      failed += 1;
      $("offline").hidden = false;
      await pause(Math.min(RETRY_AT_MOST, 500 * failed));
      continue;
    }
    if (found.world !== WORLD) { location.reload(); return; }
    if (failed) toast("Đã kết nối lại.");
    failed = 0;
    $("offline").hidden = true;
    if (asked !== `${me}/${count}/${chosen}`) continue; // meanwhile one has become somebody else
    const joined = state && found.groups.find((one) => !state.groups.some((known) => known.id === one.id));
    state = { ...found, asked };
    if (joined) choose(joined.id);
    draw();
    await pause(BREATH);
  }
}
const pause = (length) => new Promise((done) => setTimeout(done, length));

function draw() {
  const actor = state.cast.find((one) => one.id === me);
  if (!actor) { become(state.cast[0].id); return; }
  ahead = Date.parse(state.now) - Date.now();
  drawTime();
  drawCast();
  drawPrivate(actor);
  drawGroup();
  drawTabs(actor);
  drawProgress();
  guide.update(state, actor);
  markRead(actor);
  document.body.dataset.seen = state.seen; // for whoever watches the page by machine
}

function drawTime() {
  const seconds = (Date.now() + ahead) / 1000;
  $("now").textContent = `${clock(seconds)} ${day(seconds)}`;
}

// ---------------------------------------------------------------------------------------------------- who one is

let castPrint = "";
function drawCast() {
  const print = JSON.stringify([me, state.cast]);
  if (print === castPrint) return;
  castPrint = print;
  const focused = document.activeElement?.dataset?.id;
  const rows = [];
  const blocs = grouped(state.cast, (one) => (seatOf(one).sample ? state.sample : seatOf(one).bloc)).sort(([a], [b]) => Number(a !== state.sample) - Number(b !== state.sample));
  for (const [bloc, people] of blocs) {
    if (blocs.length > 1) rows.push(element("li", "bloc", bloc));
    for (const [unit, ones] of grouped(people, (one) => seatOf(one).unitName)) rows.push(unitRow(seatOf(ones[0]), unit), ...ones.map(castRow));
  }
  $("cast").replaceChildren(...rows);
  if (focused) $("cast").querySelector(`[data-id="${focused}"]`)?.focus({ preventScroll: true });
}

// The place one is shown at: that in the sample bloc, which is also where whoever has not joined is meant to sit; else the first in an own bloc.
const seatOf = (one) => one.places.find((place) => place.sample) ?? one.places[0] ?? { ...one, sample: true };
const placed = (place) => [place.role, place.unitName].filter(Boolean).join(" ");
const elsewhere = (one) => one.places.filter((place) => place !== seatOf(one)).map((place) => (place.sample ? placed(place) : `${placed(place)} (${place.bloc})`));

function grouped(ones, key) {
  const found = new Map();
  for (const one of ones) found.set(key(one), [...(found.get(key(one)) ?? []), one]);
  return [...found];
}

function unitRow(one, unit) {
  const row = element("li", "unit", unit || "Giúp việc và theo dõi");
  if (DUTIES[one.duty]) row.append(" · ", element("b", "", DUTIES[one.duty]));
  return row;
}

function castRow(one) {
  const row = element("li");
  const button = element("button", one.started ? "" : "absent");
  button.dataset.id = one.id;
  button.setAttribute("aria-current", String(one.id === me));
  const words = element("span", "words", one.name);
  words.append(element("small", "", `${seatOf(one).role}${one.started ? "" : " · chưa bắt đầu"}`));
  for (const other of elsewhere(one)) words.append(element("small", "", `+ ${other}`));
  button.append(avatar(one.name, one.id), words);
  if (one.unread && one.id !== me) button.append(badge(one.unread));
  button.onclick = () => become(one.id);
  row.append(button);
  return row;
}

function badge(number) {
  const made = element("span", "badge", number > 99 ? "99+" : String(number));
  made.setAttribute("aria-label", `${number} tin chưa đọc`);
  return made;
}

function become(id) {
  me = id;
  count = 80;
  state = null; // what was seen as somebody else says nothing now
  keep("me", id);
  show("private");
  looking.abort();
}

// ---------------------------------------------------------------------------------------------------- the two chats

function drawPrivate(actor) {
  const chat = chats.private;
  chat.update(state.private, me);
  chat.find(".title").textContent = "Trợ lý ktd";
  const seat = seatOf(actor);
  chat.find(".under").textContent = `Riêng với ${actor.name} · ${[seat.sample ? placed(seat) : `${placed(seat)} (${seat.bloc})`, ...elsewhere(actor)].join("; ")}`;
  chat.find(".head .avatar").replaceWith(Object.assign(element("span", "avatar bot", "k"), { ariaHidden: "true" }));
  chat.empty(`Chưa có tin nhắn. Bấm Bắt đầu để mở liên kết mời${actor.unit ? ` của ${actor.unitName}` : ""}.`);
  if (state.private.blocked) chat.bar("Bỏ chặn trợ lý", () => ask("block", { me, blocked: false }));
  else if (pending.has(me)) chat.bar("Bắt đầu (mở liên kết)", () => start(pending.get(me)), () => { pending.delete(me); draw(); });
  else if (!actor.started) chat.bar("Bắt đầu", () => start(""));
  else chat.bar(null);
}

function drawGroup() {
  const chat = chats.group;
  const several = state.groups.length > 1;
  chat.update(state.group, me);
  chat.find(".title").textContent = state.group.title;
  chat.find(".title").hidden = several;
  chat.find(".which").hidden = !several;
  drawGroups(chat.find(".which"));
  chat.find(".under").textContent = `Nhóm · ${state.group.members} người và trợ lý`;
  chat.find(".head .avatar").className = "avatar group";
  chat.find(".head .avatar").textContent = initials(state.group.title);
  chat.empty("Nhóm chưa có tin nhắn. Trưởng khối gửi /nhom ở đây để gắn nhóm với khối.");
}

function drawGroups(list) {
  const words = (one) => (one.unread && one.id !== state.group.id ? `${one.title} (${one.unread})` : one.title);
  const print = JSON.stringify(state.groups.map((one) => [one.id, words(one)]));
  if (list.dataset.print !== print) list.replaceChildren(...state.groups.map((one) => Object.assign(new Option(words(one), one.id))));
  list.dataset.print = print;
  list.value = state.group.id;
  list.onchange = () => choose(Number(list.value));
}

function initials(title) {
  return title.replace(/^(khối|cụm)( thi đua)? /i, "").split(" ").slice(0, 2).map((word) => word[0].toUpperCase()).join("");
}

// What is played and guided through goes on in the sample bloc.
function chooseSample() {
  const sample = state?.groups.find((one) => one.sample);
  if (sample) choose(sample.id);
}

function choose(group) {
  if (chosen === group) return;
  chosen = group;
  keep("group", group);
  looking.abort();
}

// More of the past, once one has scrolled up to what is there.
function older() {
  if (Math.max(state?.private.messages.length, state?.group.messages.length) < count) return;
  count += OLDER;
  looking.abort();
}

function start(code) {
  pending.delete(me);
  return ask("start", { me, ...(code ? { code } : {}) });
}

// A link into the bot's private chat opens it here, where Start is then pressed, as in Telegram; any other opens beside.
function link(url) {
  const to = new URL(url);
  if (to.host !== "t.me" || to.pathname.slice(1).toLowerCase() !== state.bot.toLowerCase()) { open(url, "_blank", "noopener"); return; }
  const code = to.searchParams.get("start");
  if (code) invite(code);
  else show("private");
}

function invite(code) {
  pending.set(me, code);
  show("private");
  draw();
  chats.private.find(".start .go").focus();
}

function markRead(actor) {
  if (document.hidden) return;
  for (const [kind, unread, where] of [["private", actor.unread, {}], ["group", actor.unreadInGroup, { chat: state.group.id }]]) {
    const newest = `${me}/${state[kind].id}/${state[kind].messages.at(-1)?.id}`;
    if (unread && shown(kind) && marked[kind] !== newest) { marked[kind] = newest; ask("look", { me, ...where }); }
  }
}
document.onvisibilitychange = () => { if (state) draw(); };

// ---------------------------------------------------------------------------------------------------- panes, on a phone one at a time

function show(pane) {
  document.body.dataset.pane = pane;
  keep("pane", pane);
  for (const tab of document.querySelectorAll(".tabs button")) {
    tab.classList.toggle("on", tab.dataset.pane === pane);
    tab.setAttribute("aria-current", String(tab.dataset.pane === pane));
  }
  if (!wide.matches) chats[pane]?.toEnd();
  if (pane === "people") document.querySelector('#cast [aria-current="true"]')?.scrollIntoView({ block: "center" });
  if (state) { drawTabs(state.cast.find((one) => one.id === me)); guide.update(state, state.cast.find((one) => one.id === me)); }
}

function drawTabs(actor) {
  if (!actor) return;
  $("tab-who").textContent = actor.name.split(" ").at(-1);
  $("tab-who").parentElement.setAttribute("aria-label", `Đang là ${actor.name}. Chọn người khác`);
  const inGroups = state.groups.reduce((sum, one) => sum + one.unread, 0);
  for (const [kind, unread] of [["private", actor.unread], ["group", inGroups]]) {
    $(`tab-${kind}`).hidden = !unread || shown(kind);
    $(`tab-${kind}`).textContent = unread;
    $(`tab-${kind}`).setAttribute("aria-label", `${unread} tin chưa đọc`);
  }
}
for (const tab of document.querySelectorAll(".tabs button")) tab.onclick = () => { show(tab.dataset.pane); if (state) draw(); };
wide.onchange = () => { if (state) draw(); };

// ---------------------------------------------------------------------------------------------------- the clock, the half-year, the look

function drawProgress() {
  const play = state.halfYear;
  if (play.running) progressClosed = false;
  $("progress").hidden = !play.line || (progressClosed && !play.unfinished) || unfinishedClosed === play.share;
  $("progress-line").textContent = play.unfinished ? unfinished(play) : play.running ? `${percent(play)} · ${play.line}` : play.line;
  $("progress").classList.toggle("stands", play.unfinished);
  $("progress-on").hidden = $("progress-anew").hidden = !play.unfinished;
  $("progress-share").value = play.share;
  $("progress-close").hidden = play.running;
  $("play").disabled = play.running;
  $("play").textContent = play.unfinished ? "Chạy tiếp nửa năm" : "Chạy thử nửa năm";
  for (const button of document.querySelectorAll("[data-step]")) button.disabled = play.running;
  clearTimeout(drawProgress.fading);
  if (!play.running && !play.unfinished && !progressClosed) drawProgress.fading = setTimeout($("progress-close").onclick, DONE_SHOWN);
}
$("progress-close").onclick = () => {
  progressClosed = true;
  if (state?.halfYear.unfinished) unfinishedClosed = state.halfYear.share;
  if (state) draw();
};

const percent = (play) => `${Math.round(play.share * 100)}%`;

function unfinished(play) {
  const stands = `Lượt chạy nửa năm đang dừng ở ${percent(play)}: ${play.line.replace("…", ".")}`;
  return play.failed ? `${stands} Chưa đi tiếp được: ${play.failed}.` : stands;
}

async function playHalfYear(wish = {}) {
  progressClosed = false;
  unfinishedClosed = null;
  controls(false);
  const answer = await ask("half-year", wish);
  if (!answer) return;
  chooseSample();
  show("group");
  if (!answer.begun) toast("Nửa năm đang chạy thử rồi. Tiến độ hiện ở phía trên.");
}
$("play").onclick = $("progress-on").onclick = () => playHalfYear();
$("progress-anew").onclick = () => playHalfYear({ anew: true });

for (const button of document.querySelectorAll("[data-step]")) {
  button.onclick = async () => {
    if (button.ariaBusy === "true") return;
    button.setAttribute("aria-busy", "true");
    const answer = await ask("clock", { step: button.dataset.step });
    button.removeAttribute("aria-busy");
    controls(false);
    if (!answer) return;
    if (button.id === "next") guide.movedOn += 1;
    if (!answer.moved) toast("Không còn việc nào được hẹn.");
    else if (!answer.spoke) toast("Đã tua. Trợ lý không có gì để nói lúc này.");
    if (state) draw();
  };
}

function controls(open) {
  $("controls").classList.toggle("open", open);
  $("more").setAttribute("aria-expanded", String(open));
}
$("more").onclick = () => controls(!$("controls").classList.contains("open"));
addEventListener("keydown", (event) => { if (event.key === "Escape") controls(false); });
addEventListener("pointerdown", (event) => { if (!event.target.closest(".bar")) controls(false); });

function dress(theme) {
  const [scheme, words] = THEMES[theme % THEMES.length];
  document.documentElement.style.colorScheme = scheme;
  $("theme").textContent = words;
  $("theme").setAttribute("aria-label", `Giao diện: ${words.slice(2)}`);
  keep("theme", theme % THEMES.length);
}
$("theme").onclick = () => dress(kept("theme", 0) + 1);

// ---------------------------------------------------------------------------------------------------- the first visit

function welcomed(then) {
  return () => { keep("welcomed", true); $("welcome").close(); then(); };
}
$("welcome-guide").onclick = welcomed(() => guide.begin());
$("welcome-play").onclick = welcomed(() => playHalfYear());
$("welcome-free").onclick = welcomed(() => {});
$("welcome").onclose = () => keep("welcomed", true);
$("help").onclick = () => { controls(false); chooseSample(); if (state?.halfYear.unfinished) $("progress-close").onclick(); guide.begin(); };

dress(kept("theme", 0));
show(kept("pane", "private"));
$("welcome-anew").hidden = !ANEW;
if (!kept("welcomed", false)) $("welcome").showModal();
setInterval(() => { if (state) drawTime(); }, 5000);
watch();
