// Draws messages: bubbles, pictures, files, quotes, buttons, the days between them. Only what changed is drawn again.

import { element } from "./dom.js";

const ZONE = 7 * 3600; // the bloc's zone keeps no summer time
const DAYS = ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]|(?<![\w/])\/[a-z][a-z0-9_]{1,31}(?![\w/])/g;
const LONG_PRESS = 550;
const SERVICE = {
  pinned_message: (from) => `${from} đã ghim một tin`, new_chat_members: (from) => `${from} đã vào nhóm`, left_chat_member: (from) => `${from} đã rời nhóm`,
  migrate_to_chat_id: () => "Nhóm được nâng cấp", migrate_from_chat_id: () => "Nhóm đã được nâng cấp",
};
const UNFIT = { sticker: "Nhãn dán", voice: "Tin thoại (0:03)", video_note: "Tin hình", location: "Vị trí", contact: "Danh thiếp", dice: "Xúc xắc" };

const two = (number) => String(number).padStart(2, "0");
const local = (seconds) => new Date((seconds + ZONE) * 1000);
export const clock = (seconds) => `${two(local(seconds).getUTCHours())}:${two(local(seconds).getUTCMinutes())}`;
export function day(seconds) {
  const at = local(seconds);
  return `${DAYS[at.getUTCDay()]}, ${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
}
export const isFile = (message) => Boolean(message.photo || message.document);
export const shortly = (message) => message.text || message.document?.name || (message.photo ? "Ảnh" : UNFIT[message.kind] ?? "Tin nhắn");

// The messages as rows: a day's name, a service line, or messages that belong together (an album).
function rows(messages) {
  const found = [];
  let today = "";
  for (const message of messages) {
    if (day(message.date) !== today) { today = day(message.date); found.push({ key: `day ${today}`, day: today }); }
    const last = found.at(-1);
    if (message.album && last.messages?.[0].album === message.album) last.messages.push(message);
    else found.push({ key: `${message.chat}/${message.id}`, messages: [message] });
  }
  return found;
}

export class MessageList {
  // `acts`: tap(message, key, button), link(url), command(text), menu(message, anchor, at), picture(source, words), find(id)
  constructor(list, acts) {
    this.list = list;
    this.acts = acts;
    this.drawn = new Map();
  }

  clear() {
    this.drawn.clear();
    this.list.replaceChildren();
  }

  draw(messages) {
    const wanted = rows(messages);
    const focus = this.#focus();
    const kept = new Map();
    wanted.forEach((row, place) => {
      const print = JSON.stringify(row);
      const before = this.drawn.get(row.key);
      const node = before?.print === print ? before.node : this.#row(row);
      kept.set(row.key, { print, node });
      if (before && before.node !== node) before.node.replaceWith(node);
      if (this.list.children[place] !== node) this.list.insertBefore(node, this.list.children[place] ?? null);
    });
    while (this.list.children.length > wanted.length) this.list.lastElementChild.remove();
    this.drawn = kept;
    if (focus && !this.list.contains(document.activeElement)) this.#refocus(focus);
  }

  node(id) {
    return this.list.querySelector(`[data-ids~="${id}"]`);
  }

  // What is drawn anew while the keyboard stands on it keeps the keyboard: the same button, else the list.
  #focus() {
    const active = document.activeElement;
    return this.list.contains(active) && active !== this.list ? { id: active.closest("[data-ids]")?.dataset.ids, words: active.textContent } : null;
  }

  #refocus({ id, words }) {
    const same = [...(this.node(id)?.querySelectorAll("button, a") ?? [])].find((one) => one.textContent === words);
    (same ?? this.list).focus({ preventScroll: true });
  }

  #row(row) {
    if (row.day) return element("li", "day", row.day);
    const [message] = row.messages;
    if (SERVICE[message.kind]) return this.#service(message);
    const side = message.mine ? "mine" : message.bot ? "bot" : "other";
    const node = element("li", `message ${side}${row.messages.some((one) => one.photo) ? " pictured" : ""}`);
    node.dataset.ids = row.messages.map((one) => one.id).join(" ");
    const bubble = element("div", "bubble");
    if (!message.mine) bubble.append(element("div", "from", message.bot ? "ktd" : message.from));
    if (message.forwarded) bubble.append(element("div", "forwarded", "Tin chuyển tiếp"));
    if (message.reply) bubble.append(this.#quote(message.reply));
    this.#contents(bubble, row.messages);
    bubble.append(this.#meta(message, row.messages.at(-1)));
    node.append(bubble);
    if (message.buttons.length) node.append(this.#keys(message));
    this.#pressed(bubble, message);
    return node;
  }

  #service(message) {
    const node = element("li", "day", SERVICE[message.kind](message.bot ? "ktd" : message.from));
    node.dataset.ids = message.id;
    return node;
  }

  #contents(bubble, messages) {
    const pictures = messages.filter((one) => one.photo);
    if (pictures.length) {
      const grid = element("div", pictures.length > 1 ? "pictures many" : "pictures");
      grid.append(...pictures.map((one) => this.#picture(one)));
      bubble.append(grid);
    }
    bubble.append(...messages.filter((one) => one.document).map((one) => this.#document(one.document)));
    for (const one of messages) {
      if (UNFIT[one.kind]) bubble.append(element("div", "unfit", UNFIT[one.kind]));
      if (one.text) bubble.append(this.#formatted(one));
    }
  }

  #picture(message) {
    const opens = element("button", "opens");
    opens.type = "button";
    const image = element("img");
    image.src = `/play/file/${message.photo.id}`;
    image.width = message.photo.width;
    image.height = message.photo.height;
    image.alt = message.text ? `Ảnh: ${message.text.slice(0, 80)}` : "Ảnh, bấm để phóng to";
    opens.append(image);
    opens.onclick = () => this.acts.picture(image.src, image.alt);
    return opens;
  }

  #document(document) {
    const link = element("a", "document");
    link.href = `/play/file/${document.id}`;
    link.download = document.name;
    const kind = element("span", "kind", (document.name.split(".").length > 1 ? document.name.split(".").at(-1) : "tệp").slice(0, 4));
    const words = element("span", "name", document.name || "Tệp");
    const size = document.size < 1024 * 1024 ? `${Math.max(1, Math.round(document.size / 1024))} KB` : `${(document.size / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;
    words.append(element("small", "", `${size} · Tải về`));
    link.append(kind, words);
    return link;
  }

  #quote(reply) {
    const quote = element("button", "quote");
    quote.type = "button";
    quote.append(element("b", "", reply.from), element("span", "", reply.text || "Tin nhắn"));
    quote.onclick = () => this.acts.find(reply.id);
    return quote;
  }

  #meta(message, last) {
    const meta = element("div", "meta");
    meta.append(this.#dots(message), `${message.edited ? "đã sửa · " : ""}${clock(message.date)}`);
    if (message.mine) {
      const tick = element("span", last.read ? "tick read" : "tick", last.read ? "✓✓" : "✓");
      tick.setAttribute("role", "img");
      tick.setAttribute("aria-label", last.read ? "đã đọc" : "đã gửi");
      meta.append(" ", tick);
    }
    return meta;
  }

  #dots(message) {
    const dots = element("button", "dots", "⋯");
    dots.type = "button";
    dots.setAttribute("aria-label", "Trả lời, sửa, sao chép");
    dots.setAttribute("aria-haspopup", "menu");
    dots.onclick = () => this.acts.menu(message, dots);
    return dots;
  }

  // A long press, or the second mouse button, opens the message's menu.
  #pressed(bubble, message) {
    const open = (event) => this.acts.menu(message, bubble.querySelector(".dots"), { x: event.clientX, y: event.clientY });
    bubble.oncontextmenu = (event) => {
      if (event.target.closest("a, img") || String(getSelection())) return;
      event.preventDefault();
      open(event);
    };
    let held = 0;
    bubble.onpointerdown = (event) => { if (event.pointerType === "touch") held = setTimeout(() => open(event), LONG_PRESS); };
    bubble.onpointerup = bubble.onpointermove = bubble.onpointercancel = bubble.onpointerleave = () => clearTimeout(held);
  }

  #keys(message) {
    const block = element("div", "keys");
    for (const line of message.buttons) {
      const row = element("div");
      for (const key of line) {
        const button = element("button", key.style ?? "", key.url ? `${key.text} ↗` : key.text);
        button.type = "button";
        button.onclick = () => (key.url ? this.acts.link(key.url) : this.acts.tap(message, key, button));
        row.append(button);
      }
      block.append(row);
    }
    return block;
  }

  #formatted(message) {
    const words = element("div", "text");
    let at = 0;
    for (const entity of message.entities) {
      if (entity.offset < at || !["bold", "italic", "code", "pre", "text_link"].includes(entity.type)) continue;
      this.#plain(words, message.text.slice(at, entity.offset));
      at = entity.offset + entity.length;
      const inside = message.text.slice(entity.offset, at);
      if (entity.type === "text_link") words.append(this.#link(entity.url, inside));
      else words.append(element({ bold: "strong", italic: "em" }[entity.type] ?? "code", "", inside));
    }
    this.#plain(words, message.text.slice(at));
    return words;
  }

  // Addresses and commands in a text can be tapped, as in Telegram.
  #plain(words, text) {
    let at = 0;
    for (const match of text.matchAll(LINK)) {
      words.append(text.slice(at, match.index));
      words.append(match[0].startsWith("/") ? this.#command(match[0]) : this.#link(match[0], match[0]));
      at = match.index + match[0].length;
    }
    words.append(text.slice(at));
  }

  #link(url, text) {
    const link = element("a", "", text);
    link.href = url;
    link.target = "_blank";
    link.rel = "noreferrer";
    link.onclick = (event) => { event.preventDefault(); this.acts.link(url); };
    return link;
  }

  #command(text) {
    const button = element("button", "command", text);
    button.type = "button";
    button.onclick = () => this.acts.command(text);
    return button;
  }
}
