// The page: draws what the server says, does what one taps. No library, no build.
"use strict";

const $ = (id) => document.getElementById(id);
const kept = (name, fallback) => JSON.parse(localStorage.getItem(`ktd.${name}`) ?? JSON.stringify(fallback));
const keep = (name, value) => localStorage.setItem(`ktd.${name}`, JSON.stringify(value));
let me = kept("me", 1001);
let state = null;
const drawn = new Map();

async function post(path, body) {
  const options = body instanceof FormData ? { body } : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  const answer = await fetch(`/play/${path}`, { method: "POST", ...options });
  if (answer.status === 410) { toast("Nút hoặc tin nhắn này không còn."); return {}; }
  return answer.ok ? answer.json() : {};
}

async function watch() {
  for (;;) {
    try {
      const answer = await fetch(`/play/state?me=${me}&seen=${state && state.me === me ? state.seen : -1}`);
      state = { ...(await answer.json()), me };
      draw();
    } catch {
      toast("Mất kết nối với sân thử, đang thử lại…");
      await new Promise((done) => setTimeout(done, 1500));
    }
  }
}

function draw() {
  const now = new Date(state.now);
  $("now").textContent = now.toLocaleString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", weekday: "short", hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" });
  drawCast();
  const actor = state.cast.find((one) => one.id === me) ?? state.cast[0];
  if (actor.id !== me) { become(actor.id); return; }
  $("who").textContent = `${actor.name} – ${actor.unit ? `${actor.role} ${actor.unitName}` : actor.role}`;
  $("private").classList.toggle("stranger", !actor.started);
  $("group-title").textContent = state.group.title;
  drawMessages($("private-messages"), state.private ? state.private.messages : [], true);
  drawMessages($("group-messages"), state.group.messages, false);
  drawPinned();
  drawProgress();
  drawGuide(actor);
  markRead();
}

function drawCast() {
  const list = $("cast");
  const focused = document.activeElement?.dataset?.id;
  list.replaceChildren();
  let unit = null;
  for (const one of state.cast) {
    if (one.unitName !== unit) {
      unit = one.unitName;
      const head = document.createElement("li");
      head.className = "unit";
      head.textContent = unit || "Khối";
      list.append(head);
    }
    const row = document.createElement("li");
    const button = document.createElement("button");
    button.dataset.id = one.id;
    button.className = one.started ? "" : "absent";
    button.setAttribute("aria-current", String(one.id === me));
    const words = document.createElement("span");
    words.append(one.name);
    const small = document.createElement("small");
    small.textContent = `${one.role}${one.started ? "" : " · chưa tham gia"}`;
    words.append(small);
    button.append(words);
    if (one.unread && one.id !== me) {
      const badge = document.createElement("span");
      badge.className = "badge";
      badge.textContent = one.unread;
      badge.setAttribute("aria-label", `${one.unread} tin chưa đọc`);
      button.append(badge);
    }
    button.onclick = () => become(one.id);
    row.append(button);
    list.append(row);
    if (String(one.id) === focused) button.focus();
  }
}

function become(id) {
  me = id;
  keep("me", id);
  state = null;
  $("private-messages").replaceChildren();
  drawn.delete("private-messages");
  fetch(`/play/state?me=${me}&seen=-1`).then((answer) => answer.json()).then((seen) => { if (me === id) { state = { ...seen, me }; draw(); show("private"); } });
}

function drawMessages(list, messages, canEdit) {
  const print = JSON.stringify([me, messages]);
  if (drawn.get(list.id) === print) return;
  const first = !drawn.has(list.id);
  const atEnd = first || list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  drawn.set(list.id, print);
  list.replaceChildren(...messages.map((message) => drawMessage(message, canEdit)));
  if (atEnd || messages.at(-1)?.mine) list.scrollTop = list.scrollHeight;
}

function drawMessage(message, canEdit) {
  const row = document.createElement("li");
  row.className = `message ${message.mine ? "mine" : message.bot ? "bot" : "other"}`;
  row.dataset.id = message.id;
  const bubble = document.createElement("div");
  bubble.className = "bubble";
  if (!message.mine) bubble.append(element("div", "from", message.bot ? "ktd" : message.from));
  if (message.photo) {
    const picture = document.createElement("img");
    picture.src = `/play/file/${message.photo}`;
    picture.alt = "Ảnh";
    const link = document.createElement("a");
    link.href = picture.src;
    link.target = "_blank";
    link.append(picture);
    bubble.append(link);
  }
  if (message.document) {
    const link = element("a", "document", `📄 ${message.document.name} (${Math.max(1, Math.round(message.document.size / 1024))} KB)`);
    link.href = `/play/file/${message.document.id}`;
    link.download = message.document.name;
    bubble.append(link);
  }
  if (message.text) bubble.append(formatted(message.text, message.entities));
  const time = new Date(message.date * 1000).toLocaleTimeString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit" });
  const meta = element("div", "meta", `${message.edited ? "đã sửa · " : ""}${time}${message.mine ? " ✓✓" : ""}`);
  if (message.mine && canEdit && message.text && !message.photo && !message.document) {
    const edit = element("button", "", "sửa");
    edit.onclick = () => { const text = prompt("Sửa tin nhắn:", message.text); if (text) post("edit", { me, message: message.id, text }); };
    meta.append(edit);
  }
  bubble.append(meta);
  row.append(bubble);
  if (message.buttons.length) row.append(keys(message));
  return row;
}

function element(name, style, text) {
  const made = document.createElement(name);
  if (style) made.className = style;
  made.textContent = text;
  return made;
}

function formatted(text, entities) {
  const words = document.createElement("span");
  let at = 0;
  for (const entity of entities) {
    words.append(text.slice(at, entity.offset));
    words.append(element(entity.type === "bold" ? "strong" : "code", "", text.slice(entity.offset, entity.offset + entity.length)));
    at = entity.offset + entity.length;
  }
  words.append(text.slice(at));
  return words;
}

function keys(message) {
  const block = element("div", "keys", "");
  for (const line of message.buttons) {
    const row = document.createElement("div");
    for (const key of line) {
      const button = element("button", key.style ?? "", key.text);
      button.onclick = () => tap(message, key);
      row.append(button);
    }
    block.append(row);
  }
  return block;
}

async function tap(message, key) {
  if (key.url) {
    const start = new URL(key.url).searchParams.get("start");
    if (start) { await post("start", { me, code: start }); show("private"); } else open(key.url, "_blank");
    return;
  }
  const answer = await post("tap", { me, chat: message.chat, message: message.id, label: key.text });
  if (answer.toast) toast(answer.toast);
}

function drawPinned() {
  const pinned = state.group.messages.find((message) => message.id === state.group.pinned);
  $("pinned").hidden = !pinned;
  if (pinned) $("pinned").textContent = `📌 ${pinned.text.split("\n").slice(0, 2).join(" – ")}`;
}
$("pinned").onclick = () => document.querySelector(`#group-messages [data-id="${state.group.pinned}"]`)?.scrollIntoView({ block: "center" });

function drawProgress() {
  const play = state.halfYear;
  $("progress").hidden = !play.line;
  $("progress-line").textContent = play.failed ? `Dừng ở: ${play.failed}` : play.line;
  $("progress-share").value = play.share;
  $("play").disabled = play.running;
}

const GUIDE = [
  [(actor) => !actor.started, "Chọn “Bắt đầu (Start)” ở khung giữa để tham gia bằng liên kết mời của đơn vị, rồi chọn Đồng ý và gõ họ tên."],
  [() => !state.group.messages.some((one) => one.bot), "Trưởng khối gõ /nhom trong khung Nhóm để gắn nhóm này với khối."],
  [() => !state.group.messages.some((one) => one.text.includes("đơn vị đã nộp")), "Trưởng khối gõ /dotcham, chọn Đợt mới để mở một đợt chấm. Chọn bảng ngan-10 để thử nhanh."],
  [() => !state.group.messages.some((one) => /[1-9]\d*\/\d+ đơn vị đã nộp/.test(one.text)), "Chọn một người khác ở cột trái, bắt đầu, gõ /chamdiem rồi Chấm tiếp. Mỗi tiêu chí gõ một tin, ví dụ 7,5."],
  [() => !state.group.messages.some((one) => one.photo), "Dùng “Việc kế tiếp” để tua tới lời nhắc hạn. Trưởng khối đóng đợt và công bố bằng /dotcham."],
  [() => true, "Xong một vòng. Muốn xem cả tám đơn vị: chọn “Chơi cả nửa năm”."],
];
function drawGuide(actor) {
  $("guide").hidden = kept("guide-closed", false) || state.halfYear.running;
  $("guide-text").textContent = GUIDE.find(([due]) => due(actor))[1];
}
$("guide-close").onclick = () => { keep("guide-closed", true); $("guide").hidden = true; };

let lastRead = "";
function markRead() {
  const newest = state.private?.messages.at(-1)?.id ?? 0;
  const mark = `${me}:${newest}`;
  if (newest && mark !== lastRead) { lastRead = mark; post("read", { me, message: newest }); }
}

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { $("toast").hidden = true; }, 3500);
}

function show(pane) {
  for (const one of document.querySelectorAll(".pane")) one.classList.toggle("on", one.id === pane);
  for (const one of document.querySelectorAll(".tabs button")) one.classList.toggle("on", one.dataset.pane === pane);
  for (const list of document.querySelectorAll(".pane.on .messages")) list.scrollTop = list.scrollHeight;
}
for (const tab of document.querySelectorAll(".tabs button")) tab.onclick = () => show(tab.dataset.pane);

function entry(form, box, chat) {
  const send = () => {
    const text = $(box).value;
    if (!text.trim()) return;
    $(box).value = "";
    post("type", { me, text, ...(chat() ? { chat: chat() } : {}) });
  };
  $(form).onsubmit = (event) => { event.preventDefault(); send(); };
  $(box).onkeydown = (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); } };
}
entry("private-form", "private-text", () => null);
entry("group-form", "group-text", () => state?.group.id);

$("files").onchange = async () => {
  const form = new FormData();
  form.append("me", me);
  form.append("caption", $("private-text").value);
  for (const file of $("files").files) form.append("files", file);
  $("private-text").value = "";
  $("files").value = "";
  await post("upload", form);
};
$("start").onclick = () => post("start", { me });
$("play").onclick = () => post("half-year", {});
for (const button of document.querySelectorAll("[data-step]")) {
  button.onclick = async () => { const answer = await post("clock", { step: button.dataset.step }); if (answer.moved === false) toast("Không còn việc nào được hẹn."); };
}
watch();
