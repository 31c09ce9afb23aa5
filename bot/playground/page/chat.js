// One chat of the page: its head, what is pinned, its messages, and the place to write. The private chat and the group are both one.

import { $, notice, openMenu, picture, toast } from "./dom.js";
import { Composer } from "./composer.js";
import { isFile, MessageList, shortly } from "./messages.js";
import { ask } from "./server.js";

const AT_END = 80;
const WORDS = {
  private: { box: "Nhắn cho trợ lý…", label: "Tin nhắn riêng", list: "Trò chuyện riêng" },
  group: { box: "Nhắn vào nhóm…", label: "Tin nhắn vào nhóm", list: "Trò chuyện nhóm" },
};

export class Chat {
  // `page`: me(), link(url), invite(code), older(), shown(kind)
  constructor(kind, page) {
    this.kind = kind;
    this.page = page;
    this.pane = $(kind);
    this.pane.append($("chat").content.cloneNode(true));
    this.find = (name) => this.pane.querySelector(name);
    this.list = this.find(".messages");
    this.messages = [];
    this.drafts = new Map();
    this.fresh = 0;
    this.#name();
    this.rows = new MessageList(this.list, {
      tap: (message, key, button) => this.#tap(message, key, button), link: page.link, command: (text) => this.write(text),
      menu: (message, anchor, at) => this.#menu(message, anchor, at), picture, find: (id) => this.#find(id),
    });
    this.composer = new Composer(this.find(".entry"), {
      write: (text, reply) => this.write(text, reply),
      edit: (message, text) => ask("edit", { me: page.me(), chat: message.chat, message: message.id, text }),
      upload: (files, caption, asFile) => this.#upload(files, caption, asFile),
      unfit: (what) => ask("unfit", { me: page.me(), kind: what, ...this.#where() }),
      commands: () => this.data?.commands ?? [],
      last: () => this.messages.findLast((one) => one.mine && one.text),
      more: () => (kind === "private" ? [["Mở liên kết mời", () => page.invite(this.data.invite)], ["Chặn trợ lý", () => ask("block", { me: page.me(), blocked: true })]] : []),
    });
    this.list.onscroll = () => this.#scrolled();
    this.sticks = true; // at the end it stays at the end, however the pane is resized
    new ResizeObserver(() => { if (this.sticks) this.toEnd(); }).observe(this.list);
    this.find(".jump").onclick = () => this.toEnd(true);
    this.find(".pinned").onclick = () => this.#find(this.data.pinned.id);
    this.#dropping();
  }

  #name() {
    const { box, label, list } = WORDS[this.kind];
    Object.assign(this.find("textarea"), { id: `${this.kind}-text`, placeholder: box });
    this.find("textarea").dataset.words = box;
    this.find("textarea").setAttribute("aria-label", label);
    this.find(".title").id = `${this.kind}-title`;
    this.list.id = `${this.kind}-messages`;
    this.list.setAttribute("aria-label", list);
  }

  // Draws the chat as `me` sees it.
  update(data, me) {
    const who = `${me}/${data.id}`;
    if (this.who !== who) this.#become(who);
    const first = !this.data;
    const known = this.messages.at(-1)?.id ?? 0;
    const atEnd = first || this.sticks;
    const [oldest, below] = [this.messages[0]?.id, this.list.scrollHeight - this.list.scrollTop];
    this.data = data;
    this.messages = data.messages;
    this.rows.draw(data.messages);
    const fresh = first ? [] : data.messages.filter((one) => one.id > known);
    if (atEnd || fresh.some((one) => one.mine)) this.toEnd();
    else if (data.messages[0]?.id !== oldest) this.list.scrollTop = this.list.scrollHeight - below;
    else this.fresh += fresh.length;
    this.#drawJump();
    this.#drawPinned();
    this.#speak(fresh.filter((one) => !one.mine));
  }

  // A bar in the composer's place: start, unblock. Null takes it away.
  bar(words, go, leave = null) {
    this.find(".start").hidden = !words;
    this.find(".entry").hidden = Boolean(words);
    this.find(".start .go").textContent = words ?? "";
    this.find(".start .go").onclick = go;
    this.find(".start .leave").hidden = !leave;
    this.find(".start .leave").onclick = leave;
  }

  empty(words) {
    this.find(".empty").textContent = words;
    this.find(".empty").hidden = this.messages.length > 0;
  }

  write(text, reply) {
    return ask("write", { me: this.page.me(), text, ...this.#where(), ...(reply ? { reply } : {}) });
  }

  toEnd(gently = false) {
    this.fresh = 0;
    this.sticks = true;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: gently ? "smooth" : "instant" });
    this.#drawJump();
  }

  #become(who) {
    if (this.who) this.drafts.set(this.who, this.composer.draft);
    this.who = who;
    this.data = null;
    this.messages = [];
    this.rows.clear();
    this.composer.draft = this.drafts.get(who);
  }

  #where() {
    return this.kind === "group" ? { chat: this.data.id } : {};
  }

  async #tap(message, key, button) {
    button.setAttribute("aria-busy", "true");
    const answer = await ask("tap", { me: this.page.me(), chat: message.chat, message: message.id, label: key.text });
    button.removeAttribute("aria-busy");
    if (answer?.answered === false) toast("Trợ lý chưa trả lời nút này. Hãy đợi một chút.");
    if (answer?.toast) (answer.alert ? notice : toast)(answer.toast);
  }

  async #upload(files, caption, asFile) {
    const form = new FormData();
    form.append("me", this.page.me());
    if (this.kind === "group") form.append("chat", this.data.id);
    form.append("caption", caption.trim());
    if (asFile) form.append("as", "file");
    for (const file of files) form.append("files", file);
    return ask("upload", form);
  }

  #menu(message, anchor, at) {
    const items = [["Trả lời", () => this.composer.reply(message)]];
    if (message.mine && isFile(message)) items.push([message.text ? "Sửa chú thích" : "Thêm chú thích", () => this.composer.edit(message)]);
    else if (message.mine && message.text) items.push(["Sửa", () => this.composer.edit(message)]);
    if (message.text) items.push(["Sao chép", () => navigator.clipboard?.writeText(message.text).then(() => toast("Đã sao chép."))]);
    openMenu(anchor, items, at ?? { x: anchor.getBoundingClientRect().left, y: anchor.getBoundingClientRect().bottom });
  }

  #find(id) {
    const node = this.rows.node(id);
    if (!node) { toast("Tin nhắn này ở xa phía trên. Cuộn lên để xem."); return; }
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.add("found");
    setTimeout(() => node.classList.remove("found"), 1600);
  }

  #atEnd() { return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < AT_END; }

  #scrolled() {
    this.sticks = this.#atEnd();
    if (this.sticks) this.fresh = 0;
    this.#drawJump();
    if (this.list.scrollTop < 60 && this.data?.older) this.page.older();
  }

  #drawJump() {
    this.find(".jump").hidden = this.sticks;
    this.find(".jump").textContent = this.fresh ? `↓ ${this.fresh} tin mới` : "↓ Tin mới nhất";
  }

  #drawPinned() {
    this.find(".pinned").hidden = !this.data.pinned;
    if (this.data.pinned) this.find(".pinned span").textContent = this.data.pinned.text.split("\n").slice(0, 2).join(" – ");
  }

  #speak(fresh) {
    if (fresh.length && this.page.shown(this.kind)) $("spoken").textContent = fresh.map((one) => `${one.bot ? "ktd" : one.from}: ${shortly(one).slice(0, 200)}`).join(" ");
  }

  #dropping() {
    const over = this.find(".drop");
    const carries = (event) => event.dataTransfer?.types.includes("Files") && !this.find(".entry").hidden;
    this.pane.ondragover = (event) => { if (carries(event)) { event.preventDefault(); over.hidden = false; } };
    this.pane.ondragleave = (event) => { if (!this.pane.contains(event.relatedTarget)) over.hidden = true; };
    this.pane.ondrop = (event) => { over.hidden = true; if (carries(event)) { event.preventDefault(); this.composer.add(event.dataTransfer.files); } };
  }
}
